import { Failure } from '../foundation/core/failure.ts';

/** What stands in the way: a scope of the consent, a task of the person, or a setting somewhere. */
export interface Lack {
  readonly missing: 'scope' | 'task' | 'setting';
  /** The scopes or tasks, in Meta's words; of a setting its name. */
  readonly names: readonly string[];
  /** What to do, and where. */
  readonly remedy: string;
}

/** What is known of the consent: its scopes, and those that hold for some assets only (scope → asset ids). */
export interface Consent {
  readonly granted: readonly string[];
  readonly granular: Readonly<Record<string, readonly string[]>>;
}

/** One probe's result. `ok` null: it could not be found out now; the remedy says when to ask again. */
export interface Finding {
  readonly ok: boolean | null;
  readonly missing: Lack['missing'] | null;
  readonly names: readonly string[];
  readonly remedy: string | null;
  /** Meta's `code` or `code/subcode`, when it refused. */
  readonly code: string | null;
}

/** All is well. */
export const well: Finding = { ok: true, missing: null, names: [], remedy: null, code: null };

/** Something lacks. */
export const lacks = ({ missing, names, remedy }: Lack, code: string | null = null): Finding => ({
  ok: false,
  missing,
  names,
  remedy,
  code,
});

/** The scopes that lack for these assets; of each list one suffices. `ids` are the asset's and its Page's. */
export function missingScopes(
  wanted: readonly (readonly string[])[],
  { granted, granular }: Consent,
  ids: readonly string[],
): Lack | undefined {
  const reaches = (scope: string) => granular[scope]?.some((id) => ids.includes(id)) ?? true;
  const lacking = wanted.filter((names) => !names.some((name) => granted.includes(name) && reaches(name)));
  if (lacking.length === 0) return undefined;
  const elsewhere = lacking.some((names) => names.some((name) => granted.includes(name)));
  const where = elsewhere ? ' and tick this asset in the list of the dialog' : '';
  return {
    missing: 'scope',
    names: lacking.map(([name = '']) => name),
    remedy: `Connect again with the feature that asks for it (POST /v1/connections/authorize)${where}.`,
  };
}

/** The task that lacks; a person without known tasks (Meta tells them for Pages and ad accounts) lacks none. */
export function missingTask(wanted: readonly string[], tasks: readonly string[]): Lack | undefined {
  if (wanted.length === 0 || tasks.length === 0 || wanted.some((task) => tasks.includes(task))) return undefined;
  return {
    missing: 'task',
    names: wanted,
    remedy:
      'An admin of the asset gives the connected person or system user one of these tasks: Business settings → Accounts → the asset → People.',
  };
}

const settings = {
  app: {
    missing: 'setting',
    names: ['app'],
    remedy:
      'Meta refuses although scopes and tasks stand: App Dashboard → App Review (advanced access of the scope) and Live mode; for leads also Business settings → Integrations → Leads access.',
  },
  asset: {
    missing: 'setting',
    names: ['asset'],
    remedy:
      'Meta does not know the asset under this token: Business settings → Accounts, is it still assigned? Then POST /v1/assets/sync.',
  },
  blocked: {
    missing: 'setting',
    names: ['policy'],
    remedy: 'Meta blocked this use: see Account Quality (business.facebook.com/accountquality) and appeal there.',
  },
  connection: {
    missing: 'setting',
    names: ['connection'],
    remedy: 'The token is dead: the person connects again (POST /v1/connections/authorize).',
  },
  ours: {
    missing: 'setting',
    names: ['app-secret'],
    remedy: 'The operator sets the app’s secret or version: npm run ctl -- doctor',
  },
} as const satisfies Record<string, Lack>;

/** What a failed look says; `known` is what our own rows already miss, which is the likelier reason. */
export function findingOf(thrown: unknown, known: Lack | undefined): Finding {
  const failure = thrown instanceof Failure ? thrown : new Failure('bug', 'a probe failed', { cause: thrown });
  const code = codeOf(failure);
  switch (failure.kind) {
    case 'permission-missing':
      return lacks(known ?? settings.app, code);
    case 'meta-rejected':
    case 'invalid-request':
      return lacks(known ?? settings.asset, code);
    case 'policy-blocked':
      return lacks(settings.blocked, code);
    case 'connection-revoked':
      return lacks(settings.connection, code);
    case 'misconfigured':
      return lacks(settings.ours, code);
    default:
      return { ok: null, missing: null, names: [], remedy: 'Meta gave no answer that tells: ask again later.', code };
  }
}

function codeOf({ meta }: Failure): string | null {
  if (meta?.code === undefined) return null;
  return meta.subcode === undefined ? String(meta.code) : `${meta.code}/${meta.subcode}`;
}
