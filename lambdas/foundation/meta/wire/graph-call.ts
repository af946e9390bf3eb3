import type * as z from 'zod/mini';
import type { ByteStream } from '../../core/media-doors.ts';
import type { BudgetKey } from '../../core/usage.ts';
import type { Surface } from '../api-version.ts';
import type { GraphApp, GraphIdentity } from '../identity.ts';
import type { HeaderBag } from '../usage-headers.ts';

/** Meta's hosts; nothing else is ever called. */
export type GraphHost = 'graph.facebook.com' | 'graph.instagram.com' | 'api.instagram.com';

/**
 * What a call does to Meta's state: nothing, sets something that may as well be set twice, or does it once (a lost
 * answer is then `outcome-unknown`).
 */
export type Effect = 'read' | 'set' | 'once';

/** Who speaks: somebody by a token (with proof), the app by its own token, or nobody (the secrets are in the form). */
export type Speaker = { readonly identity: GraphIdentity } | { readonly app: GraphApp } | { readonly nobody: GraphApp };

/** A multipart form whose last part is a file, read while it is sent. */
export interface UploadForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: {
    readonly name: string;
    readonly mimeType: string;
    /** Bytes. */
    readonly size: number;
    /** Once a try; throws its own `Failure`. */
    readonly open: () => Promise<ByteStream>;
  };
}

/** One call, before it becomes bytes. */
export interface GraphCall<T> {
  /** Its name in audit lines, for example `listPages`. */
  readonly name: string;
  readonly effect: Effect;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Default: by the kind of the app. */
  readonly host?: GraphHost;
  readonly surface?: Surface;
  /** False for the few paths that have no version. */
  readonly versioned?: boolean;
  /** Begins with a slash; ids in it went through `pathId`. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  /**
   * The body as JSON, text or its bytes, in pieces that follow each other, for what is too big for a form: `params` and
   * the proof then stand in the query.
   */
  readonly json?: readonly (string | Buffer)[];
  /** The body is a file; `params` and the proof then stand in the query. */
  readonly upload?: UploadForm;
  /** Milliseconds that it may take; default: as every call. */
  readonly timeoutMs?: number;
  /** Parameters that must not stand in a URL. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly speaker: Speaker;
  /** The allowances that it draws on, the narrowest last. */
  readonly keys: readonly BudgetKey[];
  /** Others that it waits for while Meta has closed them. */
  readonly heldBy?: readonly BudgetKey[];
  /** How many calls Meta counts; default 1. */
  readonly calls?: number;
  /** Who asks, where the speaker does not say. */
  readonly asker?: Pick<GraphIdentity, 'account' | 'priority'>;
  readonly answer: z.ZodMiniType<T>;
  /** The headers that stand inside the answer, a batch's. */
  innerHeaders?(answer: T): readonly HeaderBag[];
}

/** Makes one call; throws `Failure` as `Graph` says. */
export type Send = <T>(call: GraphCall<T>) => Promise<T>;

/** The app that a call is made for. */
export function appOf(speaker: Speaker): GraphApp {
  if ('identity' in speaker) return speaker.identity.app;
  return 'app' in speaker ? speaker.app : speaker.nobody;
}
