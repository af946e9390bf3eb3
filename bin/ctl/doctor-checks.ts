import * as z from 'zod';

/** What one look found: all is well, or what lacks and where to mend it. */
export interface Finding {
  readonly step: string;
  readonly ok: boolean;
  readonly says: string;
  readonly remedy?: string;
}

/** How the doctor looks at a stage; each call may throw, which is a finding of its own. */
export interface Patient {
  /** As `--stage` wants it in remedies; empty for the local cloud. */
  readonly stageFlag: string;
  readonly stage: string;
  readonly workspace: string;
  /** The text of a secret; empty when it has no value. */
  secret(name: 'metaApps' | 'verifyToken'): Promise<string>;
  webhookUrl(): Promise<string>;
  get(url: string): Promise<{ readonly status: number; readonly text: string }>;
  /** A route called as the operator. */
  call(fn: string, routeKey: string, parts?: { readonly path?: Record<string, string> }): Promise<unknown>;
  /** What the stage decides for the code. */
  settings(): Promise<{ readonly returnOrigins: readonly string[] }>;
}

type Look = (patient: Patient) => Promise<readonly Finding[]>;

const fine = (step: string, says: string): Finding => ({ step, ok: true, says });
const lacks = (step: string, says: string, remedy: string): Finding => ({ step, ok: false, says, remedy });
const ctl = (words: string, { stageFlag }: Patient) => `npm run ctl -- ${words}${stageFlag}`;

const Apps = z.object({ apps: z.array(z.object({ appId: z.string(), kind: z.string(), appSecret: z.string() })) });

const appSecret: Look = async (patient) => {
  const { apps } = Apps.parse(JSON.parse((await patient.secret('metaApps')) || '{"apps":[]}'));
  const remedy = ctl('app set <app id>', patient);
  if (apps.length === 0) return [lacks('app secret', 'no Meta app is set: every webhook is refused', remedy)];
  return apps.map(({ appId, kind, appSecret: text }) =>
    text === ''
      ? lacks('app secret', `app ${appId} has no secret`, remedy)
      : fine('app secret', `set for ${appId} (${kind})`),
  );
};

const verifyToken: Look = async (patient) => {
  if ((await patient.secret('verifyToken')) !== '') return [fine('verify token', 'there')];
  const remedy = `aws secretsmanager put-secret-value --secret-id metaport/${patient.stage}/verify-token --secret-string <48 random letters>`;
  return [lacks('verify token', 'empty: Meta cannot verify the webhook URL', remedy)];
};

const challenge = '314159265';

const webhookUrl: Look = async (patient) => {
  const url = await patient.webhookUrl();
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': challenge,
    'hub.verify_token': await patient.secret('verifyToken'),
  });
  const { status, text } = await patient.get(`${url}?${query}`);
  if (status === 200 && text === challenge) return [fine('webhook URL', `${url} answers the challenge`)];
  const remedy = `Is the stage deployed, and its domain pointing at it? Log: /metaport/${patient.stage}/webhooks/ingest`;
  return [lacks('webhook URL', `${url} answers HTTP ${status} to the challenge`, remedy)];
};

const returnOrigins: Look = async (patient) => {
  const { returnOrigins: origins } = await patient.settings();
  if (origins.length > 0) return [fine('return origins', origins.join(', '))];
  const remedy = `"returnOrigins": ["https://app.example.com"] in stages/${patient.stage}.json, then deploy`;
  return [lacks('return origins', 'none: nobody can be sent back after a consent', remedy)];
};

const Connections = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      platform: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
      missing: z.array(z.object({ what: z.string(), why: z.string(), remedy: z.string() })),
    }),
  ),
});

const connections: Look = async (patient) => {
  const { data } = Connections.parse(await patient.call('oauth/connect', 'GET /v1/connections'));
  const connect = `${ctl('connect --features pages,messaging', patient)} --workspace ${patient.workspace}`;
  if (data.length === 0) return [lacks('connection', `none in workspace ${patient.workspace}`, connect)];
  return data.flatMap(({ id, platform, state, reason, missing }) => {
    const name = `${id} (${platform})`;
    if (state === 'needs_reauth' || state === 'disconnected') {
      return [lacks('connection', `${name} is ${state}: ${reason ?? 'its token is dead'}`, connect)];
    }
    const gaps = missing.map(({ what, why, remedy }) => lacks('permission', `${name} ${what}: ${why}`, remedy));
    const linking = state === 'linking' ? ', its assets are still being discovered' : '';
    return [fine('connection', `${name} is ${state}${linking}`), ...gaps];
  });
};

const Standing = z.object({ state: z.string(), missing: z.array(z.string()), reason: z.string().nullable() });
const Subscriptions = z.object({
  apps: z.array(Standing.extend({ appId: z.string(), object: z.string() })),
  data: z.array(Standing.extend({ asset: z.string(), drifted: z.boolean() })),
});

const why = ({ state, reason, missing }: z.infer<typeof Standing>) =>
  [state, ...(reason === null ? [] : [reason]), ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : [])].join(
    '; ',
  );

const subscriptions: Look = async (patient) => {
  const found = Subscriptions.parse(await patient.call('assets/manage', 'GET /v1/webhooks/subscriptions'));
  const remedy = 'PUT /v1/webhooks/subscriptions (as it is wished, again), or App Dashboard → Webhooks';
  const apps = found.apps.map((one) => {
    const name = `app ${one.appId}, object ${one.object}`;
    return one.state === 'subscribed'
      ? fine('app subscription', name)
      : lacks('app subscription', `${name}: ${why(one)}`, remedy);
  });
  const drifted = found.data.filter((one) => one.drifted);
  const assets = drifted.map((one) =>
    lacks('asset subscription', `${one.asset}: ${why(one)}`, 'POST /v1/assets/sync, or see the asset’s probes below'),
  );
  const stand = found.data.length - drifted.length;
  return [...apps, ...assets, ...(stand > 0 ? [fine('asset subscription', `${stand} as wished`)] : [])];
};

const Assets = z.object({ data: z.array(z.object({ id: z.string(), linkedAt: z.string().nullable() })) });
const Examination = z.object({
  asset: z.string(),
  probes: z.array(
    z.object({
      probe: z.string(),
      ok: z.boolean().nullable(),
      missing: z.string().nullable(),
      names: z.array(z.string()),
      remedy: z.string().nullable(),
    }),
  ),
});

/** How many linked assets are examined: each costs Meta a handful of calls. */
const mostExamined = 10;

const probes: Look = async (patient) => {
  const { data } = Assets.parse(await patient.call('assets/manage', 'GET /v1/assets'));
  const linked = data.filter(({ linkedAt }) => linkedAt !== null);
  if (linked.length === 0) {
    return [lacks('asset', `none is linked to workspace ${patient.workspace}`, 'connect, or POST /v1/assets/sync')];
  }
  const findings: Finding[] = [fine('asset', `${linked.length} linked`)];
  for (const { id } of linked.slice(0, mostExamined)) {
    const path = { id };
    const answer = await patient.call('assets/manage', 'GET /v1/assets/{id}/doctor', { path });
    findings.push(...probed(id, Examination.parse(answer).probes));
  }
  return findings;
};

/**
 * What stands, what nobody asked for, and what lacks. A scope that is not there belongs to a feature that was not
 * connected; one that was asked for and declined is told with its connection.
 */
function probed(id: string, all: z.infer<typeof Examination>['probes']): readonly Finding[] {
  const of = (wanted: (probe: (typeof all)[number]) => boolean) => all.filter(wanted).map(({ probe }) => probe);
  const good = of(({ ok }) => ok !== false);
  const unasked = of(({ ok, missing }) => ok === false && missing === 'scope');
  const besides = unasked.length > 0 ? ` (not connected for ${unasked.join(', ')})` : '';
  const ill = all.filter(({ ok, missing }) => ok === false && missing !== 'scope');
  return [
    ...(good.length + unasked.length > 0 ? [fine('probe', `${id}: ${good.join(', ') || 'nothing'}${besides}`)] : []),
    ...ill.map(({ probe, names, remedy }) =>
      lacks('probe', `${id} ${probe}: lacks ${names.join(', ')}`, remedy ?? 'ask again later'),
    ),
  ];
}

/** Every look, in the order in which a stage is set up. */
const looks: Readonly<Record<string, Look>> = {
  'app secret': appSecret,
  'verify token': verifyToken,
  'webhook URL': webhookUrl,
  'return origins': returnOrigins,
  connection: connections,
  subscription: subscriptions,
  probe: probes,
};

/** Looks at everything; a look that fails is a finding and hides no other. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [step, look] of Object.entries(looks)) {
    try {
      findings.push(...(await look(patient)));
    } catch (thrown) {
      const says = thrown instanceof Error ? thrown.message : String(thrown);
      findings.push(
        lacks(step, `could not be looked at: ${says.slice(0, 300)}`, 'Mend what stands above first, then ask again.'),
      );
    }
  }
  return findings;
}

/** The findings as lines, what lacks with its remedy under it. */
export function report(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ step }) => step.length));
  const lines = findings.flatMap(({ step, ok, says, remedy }) => [
    `${ok ? '✓' : '✗'} ${step.padEnd(width)}  ${says}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(width + 4)}→ ${remedy}`]),
  ]);
  return `${lines.join('\n')}\n`;
}
