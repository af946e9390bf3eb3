import { AccessToken } from '../../core/access-token.ts';
import { asFailure, Failure } from '../../core/failure.ts';
import type { ByteStream } from '../../core/media-doors.ts';
import type { GraphDoors } from '../graph-client.ts';
import { tokenMediaHosts } from '../media-hosts.ts';
import type { MediaCalls } from './media-calls.ts';

/** Milliseconds for a whole file of 100 MB, what a function needs after it, and the least that is worth beginning. */
const downloadMs = 90_000;
const marginMs = 5_000;
const leastMs = 1_000;

/** The calls that open files, over the doors of a client; each leaves an audit line as a call of the Graph does. */
export const mediaCalls = (doors: GraphDoors): MediaCalls => ({
  downloadMedia: async (identity, { url, family, capBytes }) => {
    const { outside, clock, deadline } = doors;
    if (outside === undefined) throw new Failure('misconfigured', 'this client opens no files');
    const wholeMs = Math.min(downloadMs, deadline === undefined ? downloadMs : deadline - marginMs - clock.now());
    if (wholeMs < leastMs) throw new Failure('unavailable', 'no time left for downloadMedia');
    const secretHeaders = { authorization: `Bearer ${AccessToken.textOf(identity.token)}` };
    const ask = { hosts: tokenMediaHosts, family, capBytes, wholeMs, secretHeaders };
    return audited(() => outside(url, ask), doors);
  },
});

/** The line tells of the opening; the bytes are the reader's. */
async function audited(open: () => Promise<ByteStream>, { audit, clock }: GraphDoors): Promise<ByteStream> {
  const begun = clock.now();
  const line = { call: 'downloadMedia', method: 'GET', versionAsked: 'none', calls: 1, tries: 1 };
  try {
    const file = await open();
    audit({ ...line, status: 200, outcome: 'ok', durationMs: clock.now() - begun });
    return file;
  } catch (thrown) {
    const { kind } = asFailure(thrown);
    audit({ ...line, status: 0, outcome: kind, durationMs: clock.now() - begun });
    throw thrown;
  }
}
