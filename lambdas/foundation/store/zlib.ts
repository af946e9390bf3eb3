import { whenNeeded } from '../core/when-needed.ts';

/** Node's zlib, loaded with the first body that is packed: a cold start that packs none does not pay for it. */
export const zlib = whenNeeded(() => process.getBuiltinModule('node:zlib'));
