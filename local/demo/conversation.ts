import { Trouble } from '../cloud/trouble.ts';
import { type Callers, connectAccounts } from '../messaging/connect-accounts.ts';
import type { AskJson } from './call.ts';
import {
  type Known,
  personLines,
  Refusal,
  refusedLines,
  type Said,
  shopLines,
  tickLine,
} from './conversation-bubbles.ts';
import { approveTemplate, atMeta, follow, type Heard, hear, post, type Stage, taken } from './conversation-calls.ts';
import { figureLines } from './conversation-figures.ts';
import {
  againHeading,
  againLine,
  channelLine,
  connectedLines,
  connectingLine,
  lateHeading,
  type OpenThread,
  openingLines,
} from './conversation-frame.ts';
import { ASKED_AGAIN, LATE, STORIES, type Story, TEMPLATE } from './conversation-story.ts';
import type { Paint } from './paint.ts';

/** Tells a story to the terminal: whole lines, and a line that may change until it is final. */
export type Teller = { lines: (lines: string[]) => void; line: (line: string, isFinal: boolean) => void };

/** Everything that a scene needs and leaves behind. */
type Scene = {
  stage: Stage;
  tell: Teller;
  paint: Paint;
  known: Known;
  /** What the shop sent, as it stood in the end. */
  sent: Said[];
  /** How many of its requests were refused, as they should be. */
  refused: number;
};

const HOUR_MS = 3_600_000;
const TIMES = 3;

const TEMPLATES = { [TEMPLATE.name]: TEMPLATE.components[0].text };

/**
 * Connects a new shop, has a conversation on each channel, asks for one message several times, and answers somebody late;
 * all of it told as it happens. Answers the last of the conversations. Throws `Trouble` when something does not come within a minute.
 */
export async function converse(callers: Callers, ask: AskJson, tell: Teller, paint: Paint): Promise<OpenThread> {
  const stage = await setStage(callers, ask, tell, paint);
  const scene: Scene = { stage, tell, paint, known: { templates: TEMPLATES, quotes: {} }, sent: [], refused: 0 };
  const threads: string[] = [];
  for (const story of STORIES) threads.push(await playStory(scene, story));
  await askAgain(scene, threads[0] ?? '');
  await answerLate(scene);
  const receipts = scene.sent.filter(({ type }) => type !== 'reaction');
  const commits = await Promise.all(receipts.map(async ({ id }) => (await atMeta(stage, id)).length));
  tell.lines(figureLines({ messages: scene.sent, commits, refused: scene.refused }, paint));
  return { thread: threads.at(-1) ?? '', name: STORIES.at(-1)?.name ?? '' };
}

async function setStage(callers: Callers, ask: AskJson, tell: Teller, paint: Paint): Promise<Stage> {
  tell.lines(openingLines(paint));
  tell.line(connectingLine(paint), false);
  const begun = Date.now();
  const accounts = await connectAccounts(callers);
  const stage = { callers, ask, accounts, run: `demo-${accounts.page}`, seen: new Set<string>() };
  await approveTemplate(stage);
  tell.lines(connectedLines(Date.now() - begun, paint));
  return stage;
}

/** One conversation, turn by turn; answers its thread. */
async function playStory(scene: Scene, story: Story): Promise<string> {
  const { stage, tell, paint, known } = scene;
  tell.lines([channelLine(story, paint)]);
  let heard: Heard | undefined;
  for (const [at, turn] of story.turns.entries()) {
    if (turn.by === 'person') {
      heard = await hear(stage, story, turn);
      known.quotes[heard.said.metaId ?? ''] = turn.text;
      tell.lines(personLines(heard.said, story.name, paint));
    } else if (heard) {
      const content = turn.says(heard.said.id);
      const answer = await post(stage, { threadId: heard.thread, ...content }, `${story.channel}-${at}`);
      await show(scene, taken(answer, content.type));
    }
  }
  tell.lines(['']);
  return heard?.thread ?? '';
}

/** Draws what the shop sent, and its ticks as they come. */
async function show({ stage, tell, paint, known, sent }: Scene, said: Said, note = ''): Promise<void> {
  tell.lines(shopLines(said, known, paint));
  const goal = said.type === 'reaction' ? 'sent' : 'read';
  sent.push(await follow(stage, said, goal, (step, isLast) => tell.line(tickLine(step, paint, note), isLast)));
}

/** Requests with one key at the same moment, as of an app whose network is bad. */
async function askAgain(scene: Scene, threadId: string): Promise<void> {
  const { stage, tell, paint } = scene;
  tell.lines([againHeading(paint)]);
  const body = { threadId, ...ASKED_AGAIN };
  const answers = await Promise.all(Array.from({ length: TIMES }, () => post(stage, body, 'again')));
  const [first, ...others] = answers.map((answer) => taken(answer, ASKED_AGAIN.type));
  if (!first || others.some(({ id }) => id !== first.id))
    throw new Trouble('Requests of one Idempotency-Key were answered with different messages.');
  await show(scene, first);
  const times = (await atMeta(stage, first.id)).length;
  tell.lines([againLine(answers.map(({ status }) => status).sort(), times, paint), '']);
}

/** After 24 hours a machine may not answer, and a human may. */
async function answerLate(scene: Scene): Promise<void> {
  const { stage, tell, paint } = scene;
  const { writer, agoHours, text, byMachine, byHuman } = LATE;
  tell.lines([lateHeading(paint)]);
  const { thread: threadId, said } = await hear(stage, writer, { by: 'person', text }, Date.now() - agoHours * HOUR_MS);
  tell.lines(personLines(said, writer.name, paint, `${agoHours} hours ago`));
  const { status, body } = await post(stage, { threadId, ...byMachine }, 'late-machine');
  const refusal = Refusal.safeParse(body).data;
  if (refusal?.kind !== 'outside-window')
    throw new Trouble(`An automatic message after ${agoHours} hours was answered ${status}, not refused.`);
  scene.refused += 1;
  tell.lines(refusedLines(byMachine.text, refusal, paint));
  const human = taken(await post(stage, { threadId, ...byHuman, sender: 'human' }, 'late-human'), byHuman.type);
  await show(scene, human, 'by a human');
  const [row] = await atMeta(stage, human.id);
  if (row?.tag !== 'HUMAN_AGENT')
    throw new Trouble(`Meta was sent a human’s answer with the tag ${row?.tag ?? 'none'}, not HUMAN_AGENT.`);
  tell.lines(['']);
}
