import * as z from 'zod/mini';
import { nobody } from '../../core/ids.ts';
import { defineEntity } from '../define-entity.ts';

/** From an app-scoped person to their connections, whatever the workspace: Meta's callbacks name only the person. */
export const PersonConnection = defineEntity('personConnection', {
  table: 'state',
  schema: () => z.object({ appId: z.string(), userId: z.string(), workspace: z.string(), id: z.string() }),
  named: { pk: ['-', 'appId', 'userId'], sk: ['workspace', 'id'] },
  parts: (key: {
    readonly appId: string;
    readonly userId: string;
    readonly workspace: string;
    readonly id: string;
  }) => ({
    pk: [nobody, key.appId, key.userId],
    sk: [key.workspace, key.id],
  }),
  inKey: ['appId', 'userId', 'workspace', 'id'],
  ofParts: ([, appId, userId], [workspace, id]) => ({ appId, userId, workspace, id }),
  lives: 'as long as the connection',
});
