/** What starts a function, and so what its files look like. */
export type Shape = 'http' | 'queue' | 'schedule';

/** Everything that the name of a function decides. */
export interface Plan {
  /** Key in the manifest: `<room>/<verb>`. */
  readonly name: string;
  readonly room: string;
  readonly verb: string;
  readonly shape: Shape;
  /** The use case's file, without `.ts`: `<verb>-<room>`. */
  readonly useCase: string;
  /** The use case's function. */
  readonly work: string;
  /** The room's construct class. */
  readonly construct: string;
  /** The queue that feeds it, when one does. */
  readonly queue: string;
  /** Its route, when it has one. */
  readonly route: string;
}

/** The house's verbs and what starts each. */
const shapes: Readonly<Record<string, Shape>> = {
  accept: 'http',
  manage: 'http',
  send: 'http',
  serve: 'http',
  collect: 'queue',
  deliver: 'queue',
  erase: 'queue',
  link: 'queue',
  process: 'queue',
  poll: 'schedule',
  refresh: 'schedule',
  sweep: 'schedule',
};

/** The sentence that a wrong call gets. */
export const usage = [
  'Usage: npm run new -- <room>/<verb> [--http | --queue | --schedule]',
  `Verbs: ${Object.entries(shapes)
    .map(([verb, shape]) => `${verb} (${shape})`)
    .join(', ')}; another verb says by its flag what starts it.`,
].join('\n');

/** The plan that the words of the command line ask for; throws an `Error` with `usage` when they make none. */
export function planOf(words: readonly string[]): Plan {
  const [name = ''] = words.filter((word) => !word.startsWith('--'));
  const [room = '', verb = ''] = name.split('/');
  const flag = words.find((word) => word.startsWith('--'))?.slice(2);
  const shape = Object.values(shapes).find((known) => known === flag) ?? (flag ? undefined : shapes[verb]);
  if (!/^[a-z]+(-[a-z]+)*\/[a-z]+$/.test(name) || room === 'foundation' || !shape) throw new Error(usage);
  return {
    name,
    room,
    verb,
    shape,
    useCase: `${verb}-${room}`,
    work: camel(`${verb}-${room}`),
    construct: pascal(room),
    queue: camel(`${room}-to-${verb}`),
    route: verb === 'manage' ? `GET /v1/${room}` : `GET /v1/${room}/${verb}`,
  };
}

/** `some-room` as `SomeRoom`. */
export const pascal = (kebab: string): string =>
  kebab.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

/** `some-room` as `someRoom`. */
export const camel = (kebab: string): string => pascal(kebab).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
