import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { GraphIdentity } from '../foundation/core/graph-identity.ts';
import { type AssetRef, parseAsset } from '../foundation/core/ids.ts';
import type { ControlledThread, ThreadControlCalls } from '../foundation/meta/edges/thread-control-calls.ts';
import type { People } from '../foundation/store/people.ts';
import type { Thread, Threads } from '../foundation/store/threads.ts';
import { personOfAccount } from './aliases-of.ts';
import { demandThread, threadView } from './list-threads.ts';
import type { ControlWish } from './manage-routes.ts';
import type { MessageSpeakers } from './message-speakers.ts';
import { speakFor } from './speak-for.ts';
import { mergeThread } from './thread-facts.ts';
import type { ThreadView } from './views.ts';

/** What handing threads over may touch. */
export interface ControlDoors {
  readonly graph: Pick<ThreadControlCalls, 'passThreadControl' | 'takeThreadControl' | 'requestThreadControl'>;
  readonly speakers: MessageSpeakers;
  readonly threads: Pick<Threads, 'get' | 'change'>;
  readonly people: Pick<People, 'get'>;
  readonly clock: Clock;
}

/** What is wished for, as the route parsed it. */
export type Wish = z.output<typeof ControlWish>;

/**
 * Hands a conversation to another app, takes it, or asks for it; answers the thread as it stands then. Throws `Failure`
 * `not-found` also for another workspace's, `invalid-request` where no app ever holds a thread or the wish is not
 * whole, `recipient-unavailable` when nothing is kept of the person, and what the call throws.
 */
export async function controlThread(
  { workspace, id }: { readonly workspace: string; readonly id: string },
  wish: Wish,
  doors: ControlDoors,
): Promise<z.input<typeof ThreadView>> {
  const thread = await demandThread(workspace, id, doors.threads);
  const asset = routedAsset(thread);
  demandWhole(wish);
  const recipientId = await personIn(thread, asset, doors.people);
  const holder = await speakFor({ workspace, asset }, doors.speakers, async ({ account, identity }) => {
    const { metadata } = wish;
    const named = { account, platform: platformOf(thread), recipientId, ...(metadata !== undefined && { metadata }) };
    const appId = await holderAfter(identity, named, wish, doors.graph);
    if (appId === undefined) return undefined;
    return { holder: appId === identity.app.appId ? 'ours' : 'other', appId } as const;
  });
  if (holder === undefined) return threadView(thread);
  const control = { ...holder, at: isoTime(doors.clock.now()) };
  const { after } = await doors.threads.change(thread, (standing) => mergeThread(standing, thread, { control }));
  return threadView(after ?? thread);
}

/** Tells Meta; answers the id of the app that may answer now, undefined where that did not change. */
async function holderAfter(
  identity: GraphIdentity,
  thread: ControlledThread,
  { action, targetAppId }: Wish,
  graph: ControlDoors['graph'],
): Promise<string | undefined> {
  if (targetAppId !== undefined) {
    await graph.passThreadControl(identity, { ...thread, targetAppId });
    return targetAppId;
  }
  if (action === 'request') {
    await graph.requestThreadControl(identity, thread);
    return undefined;
  }
  await graph.takeThreadControl(identity, thread);
  return identity.app.appId;
}

const platformOf = ({ channel }: Thread): 'messenger' | 'instagram' =>
  channel === 'instagram' ? 'instagram' : 'messenger';

/** Where the conversation is held, if Meta routes it among apps: WhatsApp has no such thing. */
function routedAsset({ channel, asset }: Thread): AssetRef {
  const ref = parseAsset(asset);
  if (channel !== 'whatsapp' && ref !== undefined) return ref;
  throw new Failure('invalid-request', 'only conversations of Messenger and Instagram are handed from app to app');
}

/** A thread is passed to an app, and nothing else names one. */
function demandWhole({ action, targetAppId }: Wish): void {
  if ((action === 'pass') === (targetAppId !== undefined)) return;
  const reason = action === 'pass' ? 'is missing: to which app?' : 'belongs to the action pass only';
  throw new Failure('invalid-request', 'the wish is not whole', { errors: [{ path: 'body.targetAppId', reason }] });
}

/** The person by the id that this account knows them by today; the newest stands last. */
async function personIn(thread: Thread, asset: AssetRef, people: ControlDoors['people']): Promise<string> {
  const person = thread.personId === null ? undefined : await people.get(thread.workspace, thread.personId);
  const [prefix = ''] = personOfAccount(thread, '');
  const held = person?.aliases.findLast(({ alias, until }) => until === null && alias.startsWith(prefix));
  if (held !== undefined) return held.alias.slice(prefix.length);
  throw new Failure('recipient-unavailable', `no id of this person is known on ${asset.kind}:${asset.id}`);
}
