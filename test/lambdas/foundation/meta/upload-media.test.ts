import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import type { ByteStream } from '../../../../lambdas/foundation/core/media-doors.ts';
import { byteStream } from '../../../fakes/byte-stream.ts';
import { identity, loopbackMeta, openBench, type Script, tokenText } from './loopback-meta.ts';
import { openMetaSocket } from './raw-meta.ts';

const meta = loopbackMeta();
const file = { phoneNumberId: '66', mimeType: 'image/png', filename: 'a.png' };

/** Uploads text before the server that answers so; how often the file was opened, and what was said and written. */
async function uploaded(open: () => Promise<ByteStream>, size: number, ...answers: readonly Script[]) {
  meta.answer(...answers);
  let opened = 0;
  const { graph, audits } = openBench(meta.origin(), { timeoutMs: 1_000 });
  const ended = await graph
    .uploadMedia(identity, {
      ...file,
      size,
      open: () => {
        opened += 1;
        return open();
      },
    })
    .then(
      (id) => ({ id }),
      ({ kind }: Failure) => ({ kind }),
    );
  return { ended, opened, audits: audits.map(({ call, outcome, tries }) => [call, outcome, tries]) };
}

describe('an upload', () => {
  it('is a form of Meta’s whose last part is the file', async () => {
    meta.answer({ json: { id: 4490709327384033 } });
    const { graph } = openBench(meta.origin());
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128]);
    const open = async () => byteStream(bytes, {}, 2);
    expect(await graph.uploadMedia(identity, { ...file, filename: 'a"\r\nb.png', size: 7, open })).toBe(
      '4490709327384033',
    );
    const [seen] = meta.seen;
    const [, boundary = ''] =
      /^multipart\/form-data; boundary=([\w-]{20,70})$/.exec(seen?.headers['content-type'] ?? '') ?? [];
    const parts = [
      'content-disposition: form-data; name="messaging_product"\r\n\r\nwhatsapp',
      'content-disposition: form-data; name="type"\r\n\r\nimage/png',
      'content-disposition: form-data; name="file"; filename="a%22%0D%0Ab.png"\r\ncontent-type: image/png\r\n\r\n' +
        bytes.toString(),
    ];
    expect(seen?.body).toBe(`${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`);
    expect(seen?.headers).toMatchObject({ authorization: `Bearer ${tokenText}` });
    expect(seen?.headers['transfer-encoding']).toBeUndefined();
  });

  it('that a closed socket swallowed is tried once more, with the file opened anew', async () => {
    const closes: Script = (request) => void request.socket.destroy();
    const open = async () => byteStream('abc');
    expect(await uploaded(open, 3, closes, { json: { id: '1' } })).toEqual({
      ended: { id: '1' },
      opened: 2,
      audits: [['uploadMedia', 'ok', 2]],
    });
    expect(await uploaded(open, 3, closes, closes)).toMatchObject({ ended: { kind: 'meta-unavailable' }, opened: 2 });
  });

  it.each<[string, string, Script]>([
    ['Meta refuses it', 'meta-rejected', { status: 400, json: { error: { code: 131053 } } }],
    ['the token is dead', 'connection-revoked', { status: 401, json: { error: { code: 190 } } }],
    ['Meta answers without an id', 'meta-unavailable', { json: {} }],
    ['Meta never answers', 'meta-unavailable', () => undefined],
  ])('ends as a call does when %s', async (_what, kind, answer) => {
    const opened = byteStream('abc');
    expect(await uploaded(async () => opened, 3, answer)).toMatchObject({ ended: { kind }, opened: 1 });
    expect(opened.state.closed).toBe(true);
  });

  it('throws what opening the file throws, and asks nothing of Meta', async () => {
    const open = async () => {
      throw new Failure('not-found', 'no such medium');
    };
    expect(await uploaded(open, 3)).toMatchObject({ ended: { kind: 'not-found' }, opened: 1 });
    expect(meta.seen).toEqual([]);
  });

  it.each([
    ['breaks off', () => byteStream('', { chunks: brokenOff() })],
    ['is shorter than it was said', () => byteStream('ab')],
    ['is longer than it was said', () => byteStream('abcd', {}, 1)],
  ])('never counts as done when the file %s', async (_what, make) => {
    const open = async () => make();
    expect(await uploaded(open, 3, { json: { id: '1' } })).toMatchObject({ ended: { kind: 'meta-unavailable' } });
  });

  it('stops when Meta answers before it has everything', async () => {
    const early = await openMetaSocket((_request: IncomingMessage, response: ServerResponse) =>
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"code":131053}}'),
    );
    const endless = byteStream(Buffer.alloc(50_000_000));
    const { graph } = openBench(early.origin);
    const upload = graph.uploadMedia(identity, { ...file, size: 50_000_000, open: async () => endless });
    await expect(upload).rejects.toMatchObject({ kind: 'meta-rejected' });
    expect(endless.state.closed).toBe(true);
    expect(endless.state.read).toBeLessThan(50_000_000);
    await early.close();
  });

  it('holds no more of 100 MB than a socket does', async () => {
    const size = 100 * 1024 * 1024;
    const piece = Buffer.alloc(64 * 1024, 7);
    const flow = { made: 0, taken: 0, most: 0 };
    const counting = await openMetaSocket((request, response) => {
      request.on('data', ({ length }: Buffer) => {
        flow.taken += length;
      });
      request.on('end', () => response.end('{"id":"1"}'));
    });
    async function* chunks() {
      for (; flow.made < size; flow.made += piece.length) {
        flow.most = Math.max(flow.most, flow.made - flow.taken);
        yield piece;
      }
    }
    const { graph } = openBench(counting.origin, { timeoutMs: 50_000 });
    const open = async () => ({ ...byteStream(''), size, chunks: chunks() });
    expect(await graph.uploadMedia(identity, { ...file, size, open })).toBe('1');
    expect(flow.taken).toBeGreaterThan(size);
    expect(flow.most).toBeLessThan(16 * 1024 * 1024);
    await counting.close();
  }, 60_000);
});

async function* brokenOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a');
  throw new Failure('unavailable', 's3 GetObject: broken off');
}
