import type { MetaQuality } from './meta-quality.ts';

/** What we counted of an event in the days asked. */
export interface OurCounts {
  readonly accepted: number;
  readonly delivered: number;
  readonly parked: number;
  /** Of the delivered ones, those of websites: Meta looks at no others. */
  readonly website: number;
  /** Delivered with an id of their sender's. */
  readonly withOwnId: number;
  /** From happening to delivery, of all delivered ones together. */
  readonly delaySeconds: number;
  /** Delivered with this key of `user_data`. */
  readonly keys: ReadonlyMap<string, number>;
}

/** A part in percent with one decimal, cut off: 100 is all of them. Parts of nothing have none. */
export const shareOf = (part: number, whole: number): number | null =>
  whole > 0 ? Math.min(100, Math.floor((part * 1000) / whole) / 10) : null;

/** Sentences for people on what would mend an event's match: events that are lost first, then what matters most. */
export const adviceOn = (ours: OurCounts, meta: MetaQuality | null): string[] => [
  ...onParked(ours),
  ...onWaiting(ours),
  ...(meta ? onScore(ours, meta) : []),
  ...onOwnId(ours),
  ...(meta ? [...onDedupe(meta), ...onCoverage(meta), ...onFreshness(ours, meta), ...onDiagnostics(meta)] : []),
];

const onParked = ({ parked }: OurCounts) =>
  parked > 0
    ? [`${parked} of the events could not be delivered and were parked: GET /v1/parked says why, and sends them anew.`]
    : [];

/** So many events may be on their way at any moment. */
const onTheirWay = 5;

function onWaiting({ accepted, delivered, parked }: OurCounts) {
  const missing = accepted - delivered - parked;
  return missing > Math.max(onTheirWay, accepted / 100)
    ? [
        `${missing} events were accepted and have not reached Meta yet: they wait in the queue, or Meta is refusing calls.`,
      ]
    : [];
}

/** Of 10. Where we draw the line: Meta documents none. */
const goodScore = 6;
const mostKeys = 3;

function onScore(ours: OurCounts, { score, feedback }: MetaQuality) {
  if (score !== null && score >= goodScore) return [];
  const worth = feedback
    .flatMap(({ identifier, coverage, potential }) =>
      identifier !== null && potential !== null && potential > 0 ? [{ identifier, coverage, potential }] : [],
    )
    .sort((a, b) => b.potential - a.potential)
    .slice(0, mostKeys)
    .map(({ identifier, coverage, potential }) => {
      const key = ourKeys.get(identifier) ?? identifier;
      const sent = ours.delivered > 0 ? shareOf(ours.keys.get(key) ?? 0, ours.delivered) : coverage;
      return `${named(key, identifier)}: advertisers who did saw ${potential} % more additional conversions reported, Meta says; ${carried(sent)}`;
    });
  if (score === null) return worth;
  const said = `Meta scores the match at ${score} of 10`;
  return worth.length > 0 ? worth.map((one) => `${said}. ${one}`) : [`${said}: ${moreKeys(ours)}`];
}

/** Meta's words for keys, by our own: its samples have four of them, the others are what they are most likely called. */
const ourKeys = new Map(
  Object.entries({
    em: ['email'],
    ph: ['phone', 'phone_number'],
    fn: ['first_name'],
    ln: ['last_name'],
    ge: ['gender'],
    db: ['date_of_birth', 'birthday'],
    ct: ['city'],
    st: ['state'],
    zp: ['zip', 'zip_code', 'postal_code'],
    client_ip_address: ['ip_address'],
    client_user_agent: ['user_agent'],
    fbc: ['click_id'],
    fbp: ['browser_id'],
    fb_login_id: ['login_id', 'facebook_login_id'],
  }).flatMap(([key, words]) => words.map((word): [string, string] => [word, key])),
);

const named = (key: string, identifier: string) =>
  `Send \`${cut(key, 60)}\`${key === identifier ? '' : ` (${identifier})`}`;

function carried(sent: number | null): string {
  if (sent === null) return 'we have delivered no event to see who carries it.';
  return sent >= 100
    ? 'all events carry one, so look whether its values are right.'
    : `only ${sent} % of the events carry it.`;
}

/** Those that find most people, in this order. */
const strongKeys = ['em', 'ph', 'external_id', 'fbc', 'fbp', 'client_ip_address', 'client_user_agent'];

function moreKeys({ keys, delivered }: OurCounts): string {
  const rare = strongKeys.filter((key) => (keys.get(key) ?? 0) * 2 < delivered);
  return rare.length > 0
    ? `fewer than half of the events carry ${rare.map((key) => `\`${key}\``).join(', ')}.`
    : 'look whether the values of the keys are right.';
}

/** Only a website has a browser whose events may be the same. */
function onOwnId({ delivered, website, withOwnId }: OurCounts) {
  if (website === 0 || withOwnId >= delivered) return [];
  const without = Math.ceil(((delivered - withOwnId) * 1000) / delivered) / 10;
  return [`${without} % of the events came without an event_id of yours: Meta cannot tell them from the browser’s.`];
}

function onDedupe({ dedupe }: MetaQuality) {
  const someFound = dedupe.some(({ overall }) => (overall ?? 0) > 0);
  // What a key finds comes on top of the keys before it: 0 says nothing of those that come last.
  const asked = dedupe.filter(({ key }) => key === 'event_id' || !someFound);
  return asked.flatMap(({ key, browser, server, overall }) => {
    if (key === null || overall !== 0) return [];
    const name = `\`${cut(key, 60)}\``;
    if (server === 0)
      return browser ? [`Meta finds no copies by ${name}: the browser’s events carry it, the server’s do not.`] : [];
    if (server === null) return [];
    return [
      `Meta finds no copies by ${name} although ${server} % of the server’s events carry it: ${whyNone(key, browser)}`,
    ];
  });
}

function whyNone(key: string, browser: number | null): string {
  const first = key === 'event_id' ? '' : ', and only when the browser’s event came first';
  const rule = `copies have the same event name and the same ${cut(key, 60)}, within 48 hours${first}`;
  const remedy = key === 'event_id' ? ', give it to fbq as the option eventID' : '';
  if (browser === 0) return `the browser pixel sends none${remedy} (${rule}).`;
  return `the browser pixel sends ${browser === null ? 'none or another one' : 'another one'} (${rule}).`;
}

/** Meta's own goal where it names none (fact sheet §9). */
const usualGoal = 75;

function onCoverage({ coverage, goal }: MetaQuality) {
  const wanted = goal ?? usualGoal;
  return coverage !== null && coverage < wanted
    ? [
        `The server sends ${coverage} % as many events as the browser pixel, Meta’s goal is ${wanted} %: ` +
          'send each event that the browser sends from the server too.',
      ]
    : [];
}

function onFreshness({ delivered, delaySeconds }: OurCounts, { frequency }: MetaQuality) {
  if (frequency === null || frequency === 'real_time') return [];
  const own = delivered > 0 ? `; from happening to Meta they took ${inWords(delaySeconds / delivered)} on average` : '';
  return [`Meta gets these events \`${cut(frequency, 60)}\`, not in real time${own}: send each when it happens.`];
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86400)} days`;
}

const mostDiagnostics = 5;
const longestSolution = 300;

/** Meta's own advice, for most of the events first. */
const onDiagnostics = ({ diagnostics }: MetaQuality) =>
  [...diagnostics]
    .sort((a, b) => (b.percentage ?? 0) - (a.percentage ?? 0))
    .flatMap(({ solution }) => (solution?.trim() ? [cut(solution, longestSolution)] : []))
    .slice(0, mostDiagnostics);

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
