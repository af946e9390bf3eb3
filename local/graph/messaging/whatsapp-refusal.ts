import { Refusal } from '../http/refusal.ts';

/** Titles of WhatsApp's codes (fact sheet §3), in the words of its samples where there are some. */
const TITLES: Readonly<Record<number, string>> = {
  131008: 'Required parameter is missing',
  131009: 'Parameter value is not valid',
  131047: 'Re-engagement message',
  131051: 'Unsupported message type',
  131062: 'Message type is not supported for this recipient',
  132000: 'Number of parameters does not match the expected number of params',
  132001: 'Template name does not exist in the translation',
  132012: 'Parameter format does not match format in the created template',
  132015: 'Template is paused',
  132016: 'Template is disabled',
};

/** The title that goes with a code. */
export const titleOf = (code: number): string => TITLES[code] ?? 'Something went wrong';

/** An error of WhatsApp; `details` say what to mend. */
export const whatsappRefusal = (code: number, details: string): Refusal =>
  new Refusal(code, `(#${code}) ${titleOf(code)}`, { details });

/** A parameter that has to be there. */
export const lacking = (name: string): Refusal => whatsappRefusal(131008, `The parameter ${name} is required.`);

/** A parameter with a value that cannot be. */
export const wrong = (name: string, why: string): Refusal => whatsappRefusal(131009, `Parameter ${name} ${why}.`);
