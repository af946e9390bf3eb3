import { randomBytes } from 'node:crypto';

/** An id by which Meta finds a call again. */
export const traceId = (): string => `A${randomBytes(11).toString('base64url')}`;
