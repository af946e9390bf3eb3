import { readFileSync } from 'node:fs';
import { env, exit, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Trouble } from './cloud/trouble.ts';
import { LINKS, OUR_ASSETS } from './demo/assets.ts';
import { jsonAsker, jsonCaller } from './demo/call.ts';
import { converse, type Teller } from './demo/conversation.ts';
import { type OpenThread, tryLines } from './demo/conversation-frame.ts';
import { handedInLines, hourTrouble, outcomeLines, sideBySideLines } from './demo/conversions-report.ts';
import { type Ctl, runCtl } from './demo/ctl.ts';
import { waitForEvents } from './demo/events.ts';
import { readInbox } from './demo/inbox.ts';
import { inboxLines } from './demo/inbox-report.ts';
import { odditiesListed } from './demo/oddities-listed.ts';
import { makePaint, type Paint } from './demo/paint.ts';
import { playHour } from './demo/play-hour.ts';
import { qualityLines } from './demo/quality-report.ts';
import { type Facts, header, keptLines, nextLines, oddLines, sentLines } from './demo/report.ts';
import { shopHour } from './demo/shop-hour.ts';
import { sendPosts } from './demo/simulator.ts';
import { type TheDay, theDay } from './demo/the-day.ts';
import { type Outputs, readOutputs } from './outputs.ts';

const OUTPUTS = fileURLToPath(new URL('../.local/outputs.json', import.meta.url));

/** The order in which the POSTs leave: any number will do, the same one makes a run comparable to the last. */
const SHUFFLE = 20_261_121;

const KEPT_WITHIN_MS = 90_000;

const HOUR_MS = 3_600_000;

/** Takes away what stands on the line of a terminal. */
const CLEAN_LINE = '\r\u001b[2K';

type Print = (lines: string[]) => void;

/** Sends the day and gathers what became of it. */
async function play(outputs: Outputs, day: TheDay, ctl: Ctl, print: Print, paint: Paint): Promise<Facts> {
  const begun = Date.now();
  const send = (deliveries: TheDay['normal']) => sendPosts(jsonCaller(), outputs.simulatorUrl, deliveries, SHUFFLE);
  const sent = await send(day.normal);
  const [unknownAsset, malformed, forged] = await Promise.all([
    send([day.unknownAsset]),
    send([day.malformed]),
    send([day.forged]),
  ]);
  print(sentLines({ items: day.items, sent }, paint));
  const call = jsonCaller({ token: outputs.token, ca: readFileSync(outputs.emulator.certificate, 'utf8') });
  const fromMs = (day.items[0]?.at ?? begun) - HOUR_MS;
  const expected = {
    fromMs,
    sinceMs: begun - 2000,
    assets: OUR_ASSETS,
    count: day.items.length,
    withinMs: KEPT_WITHIN_MS,
  };
  let lastNew = { count: 0, at: begun };
  const rows = await waitForEvents(call, outputs.apiUrl, expected, (count) => {
    if (count > lastNew.count) lastNew = { count, at: Date.now() };
    progress(count, day.items.length);
  });
  const listed = await odditiesListed(ctl, expected.sinceMs);
  return { items: day.items, rows, sent, unknownAsset, malformed, forged, ...listed, tookMs: lastNew.at - begun };
}

/** One line that rewrites itself, on a terminal only. */
function progress(count: number, all: number, done = 'kept'): void {
  if (!stdout.isTTY) return;
  stdout.write(`\r  ${count} of ${all} ${done} …${count >= all ? CLEAN_LINE : ''}`);
}

/** A day of webhooks, from Meta to the shop. Throws `Trouble`. */
async function webhookDay(outputs: Outputs, print: Print, paint: Paint): Promise<void> {
  const linked = await runCtl('assets', 'link', ...LINKS);
  if (!linked.ok) throw new Trouble(`The demo's assets could not be linked: ${linked.output.split('\n').at(-1)}`);
  const facts = await play(outputs, theDay(Date.now()), runCtl, print, paint);
  const api = jsonCaller({ token: outputs.token, ca: readFileSync(outputs.emulator.certificate, 'utf8') });
  const inbox = await readInbox(api, outputs.apiUrl, (facts.items[0]?.at ?? 0) - HOUR_MS);
  print([...keptLines(facts, paint), ...inboxLines(inbox, paint), ...oddLines(facts, paint)]);
  if (inbox.length < 3) throw new Trouble('Not every channel has a conversation: see GET /v1/threads.');
  const missing = facts.items.length - facts.rows.length;
  if (missing > 0)
    throw new Trouble(
      `${missing} events did not arrive within ${KEPT_WITHIN_MS / 1000} s: see \`npm run ctl -- parked\`.`,
    );
  if (missing < 0) throw new Trouble(`${-missing} events were kept more than once.`);
}

/** An hour of conversions, from the shop to Meta. Throws `Trouble`. */
async function conversionHour(outputs: Outputs, print: Print, paint: Paint): Promise<void> {
  const api = jsonCaller({ token: outputs.token, ca: readFileSync(outputs.emulator.certificate, 'utf8') });
  const callers = { outputs, api, simulator: jsonCaller() };
  const facts = await playHour(callers, shopHour(Date.now()), (count, all) => progress(count, all, 'settled'));
  print([
    ...handedInLines(facts, paint),
    ...outcomeLines(facts, outputs.workspace, paint),
    ...sideBySideLines(facts, paint),
    ...qualityLines(facts, outputs, paint),
  ]);
  const trouble = hourTrouble(facts);
  if (trouble !== undefined) throw new Trouble(trouble);
}

/** A new shop talks with people on each channel; one conversation is left open. Throws `Trouble`. */
async function conversations(outputs: Outputs, print: Print, paint: Paint): Promise<OpenThread> {
  const access = { token: outputs.token, ca: readFileSync(outputs.emulator.certificate, 'utf8') };
  const callers = { outputs, api: jsonCaller(access), simulator: jsonCaller() };
  const tell: Teller = {
    lines: (lines) => {
      if (stdout.isTTY) stdout.write(CLEAN_LINE);
      print(lines);
    },
    line: (line, isFinal) => {
      if (stdout.isTTY) stdout.write(`${CLEAN_LINE}${line}${isFinal ? '\n' : ''}`);
      else if (isFinal) print([line]);
    },
  };
  return converse(callers, jsonAsker(access), tell, paint);
}

async function main(): Promise<void> {
  const paint = makePaint(stdout.isTTY, env.NO_COLOR);
  const print: Print = (lines) => void stdout.write(`${lines.join('\n')}\n`);
  const outputs = readOutputs(OUTPUTS);
  if (!outputs) throw new Trouble('No local cloud is running: start it with `npm start`, then run the demo again.');
  print(header(outputs, paint));
  await webhookDay(outputs, print, paint);
  const open = await conversations(outputs, print, paint);
  await conversionHour(outputs, print, paint);
  print([...nextLines(outputs, paint), ...tryLines(open, paint)]);
}

main().catch((cause: unknown) => {
  stderr.write(
    `${cause instanceof Trouble ? cause.message : `The demo failed: ${cause instanceof Error ? cause.message : 'unknown'}`}\n`,
  );
  exit(1);
});
