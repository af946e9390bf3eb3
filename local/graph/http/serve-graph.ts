import type { IncomingMessage, ServerResponse } from 'node:http';
import { PAGE_POLICY } from '../html.ts';
import { loseAnswer, type Meta } from '../meta.ts';
import { dialogCall, isDialog } from '../oauth/dialog-call.ts';
import { answerGraph, type WireAnswer } from './answer.ts';
import { answerBatch, isBatch } from './batch.ts';
import { type GraphRequest, graphRequest } from './graph-request.ts';
import { formIn, readBody } from './read-body.ts';
import { badParameter, Refusal } from './refusal.ts';

/** Plays Meta for one request: a page of the dialog, a batch, or a call. */
export async function serveGraph(meta: Meta, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, url = '/', method = 'GET' } = incoming;
  const bytes = await readBody(incoming);
  const form = formOf(bytes, headers['content-type'] ?? '');
  if (form === null) return write(response, refusalAnswer(badParameter('The body is not JSON')));
  const body = Object.fromEntries([...form].map(([name, values]) => [name, values[0] ?? '']));
  const origin = `http://${headers.host ?? '127.0.0.1'}`;
  const request = graphRequest({ method, url, authorization: headers.authorization, body, origin });
  if (!request) return write(response, { status: 405, headers: {}, text: '' });
  // Cut, broken off, or the caller had gone before the answer was out.
  response.once('close', () => {
    if (!response.writableFinished) loseAnswer(meta, request);
  });
  if (isDialog(request)) {
    const answer = dialogCall(meta, request, form);
    if ('redirect' in answer) return write(response, { status: 302, headers: { location: answer.redirect }, text: '' });
    const page = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY };
    return write(response, { status: answer.status, headers: page, text: answer.html });
  }
  write(response, isBatch(request) ? await batchAnswer(meta, request) : await answerGraph(meta, request));
}

async function batchAnswer(meta: Meta, request: GraphRequest): Promise<WireAnswer> {
  try {
    return { status: 200, headers: JSON_HEADERS, text: JSON.stringify(await answerBatch(meta, request)) };
  } catch (cause) {
    if (cause instanceof Refusal) return refusalAnswer(cause);
    throw cause;
  }
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=UTF-8' };

/** A refusal of the whole request; a batch's has no code, as in the sample. */
function refusalAnswer({ body: { code, ...error } }: Refusal): WireAnswer {
  const shown = error.type === 'GraphBatchException' ? error : { ...error, code };
  return { status: 400, headers: JSON_HEADERS, text: JSON.stringify({ error: shown }) };
}

function formOf(bytes: Buffer, contentType: string): ReturnType<typeof formIn> | null {
  try {
    return formIn(bytes, contentType);
  } catch {
    return null;
  }
}

/** Sends an answer, or the part of it that a fault lets through. */
function write(response: ServerResponse, { status, headers, text, cut, truncated }: WireAnswer): void {
  if (cut) return void response.socket?.destroy();
  const bytes = Buffer.from(text, 'utf8');
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (!truncated) return void response.end(bytes);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}
