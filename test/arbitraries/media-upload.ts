import fc from 'fast-check';
import type { MediaUploadRow } from '../../lambdas/foundation/store/entities/media-upload.ts';
import { expiresAt, isoText, maybeText, workspace } from './entities.ts';
import { keyText, rowText } from './key-text.ts';

/** The row of a file that a caller brings. */
export const mediaUploadRow: fc.Arbitrary<ReturnType<typeof MediaUploadRow.parse>> = fc.record({
  workspace,
  id: keyText,
  mimeType: rowText,
  size: fc.nat(),
  filename: maybeText,
  key: rowText,
  createdAt: isoText,
  metaIds: fc.dictionary(keyText, fc.record({ id: rowText, at: isoText }), { noNullPrototype: true }),
  version: fc.nat(),
  expiresAt,
});
