import type { FailureKind } from './verdicts.ts';

/** What Meta itself said of a refusal: its code and subcode, and the id by which its support finds the call. */
export interface MetaFacts {
  readonly code?: number;
  readonly subcode?: number;
  readonly fbtraceId?: string;
}

/** Of a message that is kept as failed for good: which, and what there is to do. */
export interface KeptFacts {
  readonly messageId: string;
  readonly advice: string;
}

/** What may go with a failure. */
export interface FailureDetail {
  /** When it may work again, milliseconds since 1970. */
  readonly retryAt?: number;
  /** Which fields were wrong and why; shown to the caller. */
  readonly errors?: readonly { readonly path: string; readonly reason: string }[];
  /** Shorter word for the reject reason, used as metric outcome. */
  readonly outcome?: string;
  /** Of a refusal by Meta. */
  readonly meta?: MetaFacts;
  /** Its caller is told all this, and that asking again is no use, whoever is to blame. */
  readonly kept?: KeptFacts;
  readonly cause?: unknown;
}

/** The one error class that we throw. `message` is safe to show: it never holds a token, a secret or personal data. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly retryAt: number | undefined;
  readonly errors: FailureDetail['errors'];
  readonly outcome: string;
  readonly meta: MetaFacts | undefined;
  readonly kept: KeptFacts | undefined;

  constructor(kind: FailureKind, message: string, detail: FailureDetail = {}) {
    super(message, { cause: detail.cause });
    this.kind = kind;
    this.retryAt = detail.retryAt;
    this.errors = detail.errors;
    this.outcome = detail.outcome ?? kind;
    this.meta = detail.meta;
    this.kept = detail.kept;
  }
}

/** Any thrown thing as a `Failure`: what is not one already is a `bug`. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  return new Failure('bug', `unexpected ${what}`, { cause: thrown });
}
