import type { AwsAnswer, AwsCalls, AwsRequest } from '../../../../lambdas/foundation/runtime/aws-calls.ts';

/** A success with a JSON body. */
export const ok = (value: unknown = {}): AwsAnswer => ({
  status: 200,
  error: '',
  body: Buffer.from(JSON.stringify(value)),
});

/** A refusal by its error's name. */
export const no = (error: string, status = 400, value: unknown = {}): AwsAnswer => ({ ...ok(value), status, error });

/** AWS as a function: answers every request by `answer` and keeps what was asked, JSON bodies parsed. */
export function scriptedAws(
  answer: (request: AwsRequest, body: unknown, nth: number) => AwsAnswer | Promise<AwsAnswer>,
) {
  const asked: { readonly request: AwsRequest; readonly body: unknown }[] = [];
  const calls: AwsCalls = async (request) => {
    const text = Buffer.from(request.body).toString('utf8');
    const body: unknown = text.startsWith('{') ? JSON.parse(text) : text;
    asked.push({ request, body });
    return answer(request, body, asked.length);
  };
  return { calls, asked, aws: () => calls };
}

/** SQS that takes every entry of a batch but those whose place `refuse` names. */
export const takingSqs = (refuse: (place: number) => boolean = () => false) =>
  scriptedAws((_request, body) => {
    const { Entries } = body as { Entries: readonly { Id: string }[] };
    const places = Entries.map((entry, index) => ({ entry, refused: refuse(index) }));
    return ok({
      Successful: places.filter(({ refused }) => !refused).map(({ entry }) => ({ Id: entry.Id })),
      Failed: places.filter(({ refused }) => refused).map(({ entry }) => ({ Id: entry.Id, Code: 'InternalError' })),
    });
  });
