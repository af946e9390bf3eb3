import type { MetaFacts } from '../../core/failure.ts';
import { isObject } from '../webhook-envelope.ts';

/** What an answer says in refusing: Meta's facts, whether it calls the trouble passing, and its HTTP status. */
export interface Refusal extends MetaFacts {
  readonly status: number;
  readonly transient: boolean;
  /** Meta's title for people; only where it is a plain phrase. */
  readonly title?: string;
}

const whole = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
};

/** One word, as every sample has it; anything else might be anything. */
const traceIn = (value: unknown) => (typeof value === 'string' && /^[\w+/=-]{1,64}$/.test(value) ? value : undefined);

/** A phrase without numbers, addresses and signs: Meta's titles are such, and what is not might quote somebody. */
const titleIn = (value: unknown) =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z ,.'\u2019()/-]{1,119}$/.test(value) ? value : undefined;

const given = <T>(name: string, value: T | undefined): Readonly<Record<string, T>> =>
  value === undefined ? {} : { [name]: value };

/**
 * The refusal in an answer, undefined when there is none. An error body counts whatever the status (HTTP 200 too);
 * a status from 400 counts whatever the body. Instagram's OAuth shape `{error_type, code, error_message}` has an HTTP
 * status for its code, which is no code of the error table.
 */
export function refusalIn(status: number, body: unknown): Refusal | undefined {
  const { error, error_type: type } = isObject(body) ? body : {};
  if (isObject(error)) {
    return {
      status,
      transient: error.is_transient === true,
      ...given('code', whole(error.code)),
      ...given('subcode', whole(error.error_subcode)),
      ...given('fbtraceId', traceIn(error.fbtrace_id)),
      ...given('title', titleIn(error.error_user_title)),
    };
  }
  if (type !== undefined && isObject(body)) return { status: whole(body.code) ?? status, transient: false };
  return status >= 400 || error !== undefined ? { status, transient: false } : undefined;
}
