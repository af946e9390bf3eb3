import type { Draft } from './change.ts';
import type { Plan, Shape } from './plan.ts';

const handlers: Readonly<Record<Shape, (plan: Plan) => string>> = {
  http: ({ name, useCase, work, route }) => `import { httpHandler } from '../foundation/runtime/http-handler.ts';
import { ${work} } from './${useCase}.ts';
import { routes } from './routes.ts';

/** ${name} over HTTP. */
export const handler = httpHandler('${name}', routes, () => ({
  '${route}': ({ caller }) => ${work}(caller.workspace),
}));
`,
  queue: ({ name, useCase, work, queue }) => `import { queueHandler } from '../foundation/runtime/queue-handler.ts';
import { ${work} } from './${useCase}.ts';

/** Each item of ${queue}. */
export const handler = queueHandler('${name}', () => ({
  work: (item, { notes }) => ${work}(item, notes),
}));
`,
  schedule: ({ name, useCase, work }) => `import { scheduleHandler } from '../foundation/runtime/schedule-handler.ts';
import { ${work} } from './${useCase}.ts';

/** ${name}, beat by beat. */
export const handler = scheduleHandler('${name}', () => ({ notes, clock }) => ${work}(clock, notes));
`,
};

const useCases: Readonly<Record<Shape, (plan: Plan) => string>> = {
  http: ({ work, room }) => `/** Whose ${room} a caller sees: those of its own workspace. */
export async function ${work}(workspace: string): Promise<{ workspace: string }> {
  return { workspace };
}
`,
  queue: ({ work, queue }) => `import type { Message } from '../foundation/core/messages.ts';
import type { Notes } from '../foundation/core/notes.ts';

/** Notes whose item of ${queue} was worked on. */
export async function ${work}(item: Message<'${queue}'>, notes: Notes): Promise<void> {
  notes.fact('workspace', item.workspace);
}
`,
  schedule: ({ work, name }) => `import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Notes } from '../foundation/core/notes.ts';

/** Notes when the beat of ${name} came. */
export async function ${work}(clock: Clock, notes: Notes): Promise<void> {
  notes.fact('beatAt', isoTime(clock.now()));
}
`,
};

const noting = `const facts = new Map<string, unknown>();
    const notes = {
      fact: (name: string, value: unknown) => void facts.set(name, value),
      outcome: () => undefined,
      count: () => undefined,
    };
    `;
const tests: Readonly<Record<Shape, (plan: Plan) => readonly [sentence: string, body: string]>> = {
  http: ({ work }) => [
    "answers for the caller's workspace",
    `expect(await ${work}('one')).toEqual({ workspace: 'one' });`,
  ],
  queue: ({ work }) => [
    'notes whose item it was',
    `${noting}await ${work}({ workspace: 'one', id: '1' }, notes);
    expect(Object.fromEntries(facts)).toEqual({ workspace: 'one' });`,
  ],
  schedule: ({ work }) => [
    'notes when it ran',
    `${noting}await ${work}({ now: () => 0, chance: () => 0 }, notes);
    expect(Object.fromEntries(facts)).toEqual({ beatAt: '1970-01-01T00:00:00.000Z' });`,
  ],
};

/** Handler, use case and its test: the smallest that does its part from HTTP, queue or clock to the end. */
export function addRoomFiles(draft: Draft, plan: Plan): void {
  const { room, verb, shape, useCase, work } = plan;
  draft.add(`lambdas/${room}/${verb}.handler.ts`, handlers[shape](plan));
  draft.add(`lambdas/${room}/${useCase}.ts`, useCases[shape](plan));
  const [sentence, body] = tests[shape](plan);
  const text = `import { describe, expect, it } from '@jest/globals';
import { ${work} } from '../../../lambdas/${room}/${useCase}.ts';

describe('${work}', () => {
  it(${JSON.stringify(sentence)}, async () => {
    ${body}
  });
});
`;
  draft.add(`test/lambdas/${room}/${useCase}.test.ts`, text);
}
