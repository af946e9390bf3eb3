import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** What a code stands for; `redirectUri` null is Embedded Signup's, exchanged without one (fact sheet §2). */
export type Consent = {
  app: string;
  person: string;
  redirectUri: string | null;
  token: 'user' | 'business' | 'instagram';
  scopes: string[];
  assets: string[] | null;
  sixtyDays: boolean;
};

type Issued = Consent & { expiresAt: number; used: boolean };

/** Codes of the OAuth dialog. */
export type Codes = {
  issue(consent: Consent): string;
  /** Uses a code up; a sentence why not when it cannot be used. `fits` is asked before the code is spent. */
  take(code: string, fits: (consent: Consent) => string | null): Consent | string;
  clear(): void;
};

/** A dialog's code lives ten minutes, Embedded Signup's 30 s (fact sheet §2). */
const DIALOG_MS = 600_000;
const SIGNUP_MS = 30_000;

/** No codes yet. */
export function createCodes(clock: Clock): Codes {
  const codes = new Map<string, Issued>();
  return {
    issue: (consent) => {
      const code = `AQfake${randomBytes(24).toString('hex')}`;
      const life = consent.redirectUri === null ? SIGNUP_MS : DIALOG_MS;
      codes.set(code, { ...consent, expiresAt: clock.now() + life, used: false });
      return code;
    },
    take: (code, fits) => {
      const issued = codes.get(code);
      if (!issued) return 'Invalid verification code format.';
      if (issued.used) return 'This authorization code has been used.';
      if (clock.now() >= issued.expiresAt) return 'This authorization code has expired.';
      const misfit = fits(issued);
      if (misfit) return misfit;
      issued.used = true;
      return issued;
    },
    clear: () => codes.clear(),
  };
}
