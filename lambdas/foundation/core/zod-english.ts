import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { whenNeeded } from './when-needed.ts';

/** Made with the first error. */
const english = whenNeeded(en);

// `zod/mini` says no more than "Invalid input" until it is given a language; what is parked shall say what it lacks.
z.config({ localeError: (issue) => english().localeError?.(issue) });
