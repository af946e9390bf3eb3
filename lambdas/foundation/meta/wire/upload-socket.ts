import type { ClientRequest } from 'node:http';
import { Failure } from '../../core/failure.ts';
import type { ByteStream } from '../../core/media-doors.ts';
import type { GraphRequest } from './graph-request.ts';
import { type ExchangeLimits, exchange, type GraphAnswer, type Lost } from './graph-socket.ts';
import type { MultipartBody } from './multipart-body.ts';

/**
 * Sends a form while its file is read, on a socket of its own, and never holds more of it than the socket does. Rejects
 * only with what opening the file throws; a file that breaks off, or is not as long as it was said, is a lost call.
 */
export async function exchangeUpload(request: GraphRequest, limits: ExchangeLimits): Promise<GraphAnswer | Lost> {
  const { multipart } = request;
  if (multipart === undefined) throw new Failure('bug', 'an upload without a file');
  const file = await multipart.file.open();
  let upload: ClientRequest | undefined;
  try {
    return await exchange(request, { ...limits, socket: 'own' }, (sent) => {
      upload = sent;
      pour(multipart, file, sent).catch((cause) => sent.destroy(cause));
    });
  } finally {
    // Meta may answer before it has read everything: the rest is not sent.
    upload?.destroy();
    file.close();
  }
}

async function pour({ head, file: { size }, tail }: MultipartBody, file: ByteStream, sent: ClientRequest) {
  sent.write(head);
  let bytes = 0;
  for await (const chunk of file.chunks) {
    bytes += chunk.byteLength;
    if (sent.destroyed || bytes > size) break;
    if (!sent.write(chunk)) await drained(sent);
  }
  if (bytes !== size) throw new Error('the file is not as long as it was said');
  sent.end(tail);
}

/** Until there is room again, or no need of it. */
const drained = (sent: ClientRequest) =>
  new Promise<void>((resolve) => {
    const go = () => {
      sent.off('drain', go).off('close', go);
      resolve();
    };
    sent.on('drain', go).on('close', go);
    if (sent.destroyed) go();
  });
