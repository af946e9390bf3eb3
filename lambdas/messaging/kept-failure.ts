import { Failure, type FailureDetail } from '../foundation/core/failure.ts';
import { type FailureKind, verdicts } from '../foundation/core/verdicts.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';

/** A failure as a message's row keeps it. */
export type KeptFailure = NonNullable<OutboundMessage['failure']>;

/** What is kept of a failure: who must act, and Meta's code, subcode and trace id. */
export const keptFailure = ({ kind, message, meta = {} }: Failure): KeptFailure => ({
  ...{ kind, blame: verdicts[kind].blame, message },
  ...meta,
});

/** The failure that was kept; a kind that is none any more is a `bug`. `detail` is what else to say with it. */
export function failureKept(
  { kind, message, code, subcode, fbtraceId }: Omit<KeptFailure, 'blame'>,
  detail: FailureDetail = {},
): Failure {
  const meta = {
    ...(code !== undefined && { code }),
    ...(subcode !== undefined && { subcode }),
    ...(fbtraceId && { fbtraceId }),
  };
  return new Failure(isKind(kind) ? kind : 'bug', message, { meta, ...detail });
}

const isKind = (kind: string): kind is FailureKind => Object.hasOwn(verdicts, kind);
