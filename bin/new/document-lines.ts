import type { Draft } from './change.ts';
import { camel, type Plan } from './plan.ts';

const document = 'bin/openapi/document.ts';
const endOfRoutes = /\} as const satisfies Record<([^,]+), RouteSchema>;/;
const allRoutes = /(export const allRoutes[^=]*= \{[^}]*?),?(\s*\};)/;

/** The route's schemas, in the room's table and, for a room that had none, in the document's. */
export function addRoute(draft: Draft, { name, room, route }: Plan): void {
  const path = `lambdas/${room}/routes.ts`;
  const line = `  '${route}': { summary: 'Whose ${room} these are', response: z.object({ workspace: z.string() }) },\n`;
  const owner = `RouteOf<'${name}'>`;
  if (draft.has(path)) {
    const [end = '', owners = ''] = endOfRoutes.exec(draft.read(path)) ?? [];
    draft.replace(path, end, `${line}} as const satisfies Record<${owners} | ${owner}, RouteSchema>;`);
    return;
  }
  draft.add(
    path,
    `import * as z from 'zod/mini';
import type { RouteOf } from '../foundation/contract/function-types.ts';
import type { RouteSchema } from '../foundation/core/api.ts';

/** What the room's routes take and give. */
export const routes = {
${line}} as const satisfies Record<${owner}, RouteSchema>;
`,
  );
  const [table = '', begin = '', end = ''] = allRoutes.exec(draft.read(document)) ?? [];
  draft.replace(document, table, `${begin}, ...${camel(room)}${end}`);
  draft.addImport(document, `import { routes as ${camel(room)} } from '../../lambdas/${room}/routes.ts';`);
}
