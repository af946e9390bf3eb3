/** One message of the chaos, as the shop, our API and Meta saw it. */
export interface ChaosMessage {
  readonly nonce: string;
  readonly thread: number;
  /** The order in which the shop got its answers, within the thread. */
  readonly order: number;
  /** What our API says at the end; undefined: it knows no such message. */
  readonly state: string | undefined;
  /** Numbers of its commits at Meta, over all messages. */
  readonly commits: readonly number[];
  /** Meta took it, or might have, and its answer was lost. */
  readonly cut: boolean;
  /** It was `sending` when a worker was killed. */
  readonly caught: boolean;
}

/** What must not be, each with the nonces for which it is. */
export interface ChaosVerdict {
  readonly doubled: readonly string[];
  readonly outOfOrder: readonly string[];
  readonly unsettled: readonly string[];
  /** Said to be sent and never taken, or said to have failed and taken. */
  readonly untrue: readonly string[];
  /** Unknown though no answer was lost and no worker died over it. */
  readonly unexplained: readonly string[];
}

/** States in which nothing changes any more by itself. */
const final: ReadonlySet<string | undefined> = new Set([
  ...['sent', 'delivered', 'read', 'failed', 'cancelled', 'outcome-unknown'],
]);
const isSent: ReadonlySet<string | undefined> = new Set(['sent', 'delivered', 'read']);

/** Holds what became of the messages against what was promised. */
export function chaosVerdict(messages: readonly ChaosMessage[]): ChaosVerdict {
  const of = (wrong: (message: ChaosMessage) => boolean) => messages.filter(wrong).map(({ nonce }) => nonce);
  return {
    doubled: of(({ commits }) => commits.length > 1),
    outOfOrder: outOfOrder(messages),
    unsettled: of(({ state }) => !final.has(state)),
    untrue: of(({ state, commits }) => isSent.has(state) !== commits.length > 0 && state !== 'outcome-unknown'),
    unexplained: of(({ state, cut, caught }) => state === 'outcome-unknown' && !cut && !caught),
  };
}

/** Messages of a thread that Meta took before one that the shop had handed in earlier. */
function outOfOrder(messages: readonly ChaosMessage[]): readonly string[] {
  const latest = new Map<number, number>();
  const wrong: string[] = [];
  for (const { nonce, thread, commits } of [...messages].sort((a, b) => a.order - b.order)) {
    const [first] = commits;
    if (first === undefined) continue;
    const before = latest.get(thread) ?? 0;
    if (first < before) wrong.push(nonce);
    latest.set(thread, Math.max(before, first));
  }
  return wrong;
}
