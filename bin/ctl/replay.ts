import { asOperator, type Target, workspaceOf } from './target.ts';
import { CtlError, type Words } from './words.ts';

/** Starts a replay job for a workspace and prints it. */
export async function replay(target: Target, { plain, flags }: Words): Promise<void> {
  const [from, to] = plain;
  if (from === undefined || to === undefined) throw new CtlError('Name the range: replay <from> <to>, both ISO-8601.');
  const job = await asOperator(target, {
    function: 'webhooks/manage',
    routeKey: 'POST /v1/webhooks/replays',
    workspace: workspaceOf(target, flags.workspace),
    body: {
      from,
      to,
      ...(flags.topic === undefined ? {} : { topic: flags.topic }),
      dryRun: flags['dry-run'] !== undefined,
      force: flags.force !== undefined,
    },
  });
  process.stdout.write(`${JSON.stringify(job, null, 2)}\n`);
}
