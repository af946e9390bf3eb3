import type { Agent, ClientRequest } from 'node:http';
import type { Clock } from '../../core/clock.ts';

/** A time in which the function surely did not sleep: Lambda freezes it between units of work, never within one. */
export interface Awake {
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/**
 * Milliseconds. How long Meta keeps an idle socket is not documented; servers that close them soonest do so after 5 s
 * (Node's and Apache's defaults), and one that says less is believed by Node's agent.
 */
const recentMs = 2_000;

type Socket = NonNullable<ClientRequest['socket']>;

/** When each socket's last answer had ended: then its server had it open. */
const lastUse = new WeakMap<Socket, number>();

/** Its answer has been read to the end. */
export function noteUse(socket: Socket | null, { clock }: Awake): void {
  if (socket !== null) lastUse.set(socket, clock.now());
}

/**
 * Closes the free sockets that their servers may have closed too: what was last used before this function woke up, or
 * not within the last two seconds. An agent's free sockets stand in the order of their use, so that what it takes next
 * is a recent one, or new.
 */
export function closeOld({ freeSockets }: Agent, awake: Awake): void {
  for (const sockets of Object.values(freeSockets)) {
    for (const socket of sockets ?? []) if (!isRecent(socket, awake)) socket.destroy();
  }
}

function isRecent(socket: Socket, { clock, since }: Awake): boolean {
  const at = lastUse.get(socket);
  const now = clock.now();
  // A use that is still to come was told by a clock that has been put back: then the order is no order of use either.
  return at !== undefined && at >= since && at <= now && now - at < recentMs;
}
