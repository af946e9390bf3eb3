import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** Where Meta's Graph API lives; no other origin is taken outside stage `local`. */
export const metaGraphOrigin = 'https://graph.facebook.com';

const count = z.int().positive();
const throttle = z.strictObject({ rate: count, burst: count });
const origin = z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, 'must be a bare origin');
const functionsKeepAtLeast = 2;

const fields = z.strictObject({
  /** Part of every physical name. */
  stage: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/, 'lower-case letters, digits and dashes, at most 16'),
  account: z.string().regex(/^\d{12}$/, 'twelve digits'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-west-1'),
  graphOrigin: origin.default(metaGraphOrigin),
  /** Bring your own OpenID provider: API Gateway reads its discovery document at deploy and its keys at run time. */
  auth: z.strictObject({
    issuer: z.url({ protocol: /^https?$/ }),
    audience: z.array(z.string().min(1)).min(1),
    workspaceClaim: z.string().min(1).default('workspace'),
    /** Stands before `read`, `write`, `send`, `admin` in a token; `metaport/` for a Cognito resource server. */
    scopePrefix: z.string().default(''),
  }),
  /** Bare origins of the apps to which a person may be sent back after a consent at Meta. */
  returnOrigins: z.array(origin).default([]),
  /** Where tokens are sealed: $0.40 a secret and month, honest to about 1,000 connections, or one key for all. */
  vault: z.enum(['secrets-manager', 'envelope']).default('secrets-manager'),
  alarmEmail: z.email(),
  /** `few` keeps what is lost or late, and leaves out why ($0.10 an alarmed metric and month): for a stage that pages nobody. */
  alarms: z.enum(['every', 'few']).default('every'),
  /** A dashboard is $3.00 a month beyond an account's first three: a stage that nobody watches does without. */
  dashboard: z.boolean().default(true),
  /** Whole days an event is kept; 8 is longer than Meta redelivers. */
  retentionDays: z.int().min(8).max(3650).default(30),
  /** Whole days a conversation is kept after its last change. */
  messageDays: z.int().min(8).max(3650).default(365),
  /**
   * Meta gave the apps of this stage the feature Human Agent (App Review): what a human wrote may go out for seven days.
   * Without it Meta refuses such a message (100/2018276), so we do not offer it.
   */
  humanAgent: z.boolean().default(false),
  logDays: z.union([z.literal(7), z.literal(14), z.literal(30), z.literal(90), z.literal(365)]).default(14),
  /** Hours without one accepted delivery that ring `webhooks/Silence`; null: a stage without steady traffic. */
  silenceHours: z.int().min(1).max(24).nullable().default(6),
  throttles: z
    .strictObject({
      rate: count.default(100),
      burst: count.default(200),
      webhook: throttle.default({ rate: 500, burst: 1000 }),
      open: throttle.default({ rate: 10, burst: 20 }),
      /** Of all pages that send to collectors. */
      collect: throttle.default({ rate: 200, burst: 400 }),
    })
    .prefault({}),
  /** Off by default: a new account has 10 concurrent executions in all, and reserving any of them fails. */
  reservedConcurrency: z
    .strictObject({
      webhook: count.nullable().default(null),
      workers: z.int().min(functionsKeepAtLeast).nullable().default(null),
    })
    .prefault({}),
  /** HTTP functions behind alias `live`, shifted by CodeDeploy and rolled back by their error alarm. */
  canary: z.boolean().default(false),
  /** Webhook by a Function URL: cheapest, not hardened (no access log, domain, WAF or route throttle). */
  functionUrl: z.boolean().default(false),
  domain: z
    .strictObject({
      name: z.hostname(),
      certificateArn: z.string().startsWith('arn:aws:acm:'),
      hostedZone: z.strictObject({ id: z.string().min(1), name: z.hostname() }).optional(),
    })
    .optional(),
  permissionsBoundary: z.string().startsWith('arn:aws:iam::').optional(),
  /** What the local emulator does not know: `AWS::A::B`, or `AWS::A::B.Property` for those that set it. */
  leaveOut: z.array(z.string().regex(/^AWS::\w+::\w+(\.[A-Z]\w*)?$/)).default([]),
});

type Fields = z.infer<typeof fields>;

/** What only stage `local` may say, each with its remedy. */
const localOnly: readonly { path: string[]; breaks: (config: Fields) => boolean; message: string }[] = [
  {
    path: ['graphOrigin'],
    breaks: ({ graphOrigin }) => graphOrigin !== metaGraphOrigin,
    message: `only stage local may call another origin than ${metaGraphOrigin}`,
  },
  {
    path: ['auth', 'issuer'],
    breaks: ({ auth }) => !auth.issuer.startsWith('https://'),
    message: 'only stage local may trust an issuer without TLS',
  },
  {
    path: ['leaveOut'],
    breaks: ({ leaveOut }) => leaveOut.length > 0,
    message: 'only stage local may leave resources out',
  },
];

/** A stage's settings, checked: unknown keys are refused, a message names the path. */
export const StageConfig = fields.check((checked) => {
  if (checked.value.stage === 'local') return;
  for (const { path, breaks, message } of localOnly) {
    if (breaks(checked.value)) checked.issues.push({ code: 'custom', input: checked.value, path, message });
  }
});
export type StageConfig = Fields;

/** Whether a stage is thrown away with its machine: nothing of it is protected or retained. */
export const isLocal = ({ stage }: StageConfig) => stage === 'local';

/** Parses one stage's settings; throws an `Error` that lists every refused path of `source`. */
export function parseStage(source: string, json: unknown): StageConfig {
  const parsed = StageConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(root)'}: ${issue.message}`);
  throw new Error(`${source} is refused:\n${lines.join('\n')}`);
}

const Context = z.object({
  stage: z.string({ error: 'say which: -c stage=<name of a file in stages/>' }).regex(/^[a-z][a-z0-9-]*$/),
  localIssuer: z.string().optional(),
  localGraphOrigin: z.string().optional(),
});
const Loose = z.looseObject({
  auth: z.looseObject({}).optional(),
  graphOrigin: z.string().optional(),
  returnOrigins: z.array(z.string()).optional(),
});

/** `-c localIssuer=` and `-c localGraphOrigin=` move the loopback addresses of stage `local`, and of no other. */
function moved(json: unknown, { stage, localIssuer, localGraphOrigin }: z.infer<typeof Context>): unknown {
  if (!localIssuer && !localGraphOrigin) return json;
  if (stage !== 'local') throw new Error('localIssuer and localGraphOrigin belong to stage local');
  const { auth, graphOrigin: was, returnOrigins = [], ...rest } = Loose.parse(json);
  const graphOrigin = localGraphOrigin ?? was;
  return {
    ...rest,
    auth: { ...auth, ...(localIssuer && { issuer: localIssuer }) },
    ...(graphOrigin && { graphOrigin }),
    // The simulator has a page that a person may come back to; it moves with the simulator.
    returnOrigins: returnOrigins.map((one) => (one === was && graphOrigin ? graphOrigin : one)),
  };
}

/** The settings that CDK context picks by `-c stage=<stage>` from `stages/<stage>.json`; throws what is wrong. */
export function readStage(context: (key: string) => unknown, folder = new URL('../../stages/', import.meta.url)) {
  const asked = Context.safeParse(
    Object.fromEntries(Object.keys(Context.shape).map((key) => [key, context(key) ?? undefined])),
  );
  if (!asked.success) throw new Error(`-c ${asked.error.issues.map((issue) => `${issue.path}: ${issue.message}`)}`);
  const file = `stages/${asked.data.stage}.json`;
  const config = parseStage(
    file,
    moved(JSON.parse(readFileSync(new URL(`${asked.data.stage}.json`, folder), 'utf8')), asked.data),
  );
  if (config.stage !== asked.data.stage) throw new Error(`${file} is refused:\n  stage: must be ${asked.data.stage}`);
  return config;
}
