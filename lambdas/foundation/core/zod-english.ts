import { en } from 'zod/locales';
import * as z from 'zod/mini';

// `zod/mini` says no more than "Invalid input" until it is given a language; what is parked shall say what it lacks.
z.config(en());
