import { invalid, isGiven, type Raw } from './event.ts';

/** Keys of `user_data` that travel as hashes only; `external_id` may be raw, and all others always are. */
const HASHED = ['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country'];

/**
 * SHA-256, or MD5 as the SDKs pass it, in lower-case hex; newer SDKs append eight characters. Whether Meta refuses raw
 * text is not documented: this simulator does, so that whoever sends it learns of it.
 */
const HASH = /^([0-9a-f]{64}|[0-9a-f]{32})(\.[A-Za-z0-9_-]{8})?$/;

/** Nothing but keys of one of these is too little to find a person by. */
const WEAK = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
];

/** Throws code 100 for a `user_data` with raw text, with a broken lead id, or with too little in it. */
export function demandCustomer(customer: Raw): void {
  for (const key of HASHED) demandHashed(key, customer[key]);
  demandTexts('external_id', customer.external_id);
  demandLead(customer.lead_id);
  const keys = Object.keys(customer).filter((key) => isGiven(customer[key]));
  if (!WEAK.some((weak) => keys.every((key) => weak.includes(key)))) return;
  throw invalid(
    'Not Enough Customer Information',
    'This event does not have enough customer information parameters to find a person by. Add more of them.',
    2804050,
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function demandHashed(key: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (listOf(value).every((one) => typeof one === 'string' && HASH.test(one))) return;
  throw invalid('Invalid Customer Information', `user_data.${key} must be hashed with SHA-256, in lower-case hex.`);
}

function demandTexts(key: string, value: unknown): void {
  if (value === undefined || value === null || listOf(value).every((one) => typeof one === 'string')) return;
  throw invalid('Invalid Customer Information', `user_data.${key} must be a text or a list of texts.`);
}

function demandLead(value: unknown): void {
  if (!isGiven(value)) return;
  if ((typeof value === 'number' || typeof value === 'string') && /^\d{15,17}$/.test(String(value))) return;
  throw invalid('Invalid Lead ID', 'user_data.lead_id must be a lead’s id of 15 to 17 digits.');
}
