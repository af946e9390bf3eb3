import * as z from 'zod';
import { CALLBACK_ROUTES } from './callback-routes.ts';
import { CONVERSION_ROUTES } from './conversion-routes.ts';
import { GRAPH_ROUTES } from './graph-routes.ts';
import { MESSAGING_ROUTES } from './messaging-routes.ts';
import { type Call, type Controls, type Reply, refused } from './route.ts';
import { TOKEN_ROUTES } from './token-routes.ts';
import { WEBHOOK_ROUTES } from './webhook-routes.ts';

const ROUTES = {
  ...WEBHOOK_ROUTES,
  ...GRAPH_ROUTES,
  ...TOKEN_ROUTES,
  ...CALLBACK_ROUTES,
  ...CONVERSION_ROUTES,
  ...MESSAGING_ROUTES,
};

/** Answers one call; a body that does not fit is a 400 that names the fields. */
export async function control(controls: Controls, call: Call): Promise<Reply> {
  const route = ROUTES[`${call.method} ${call.path}`];
  if (!route) return noRoute(call.path);
  try {
    return await route(controls, call);
  } catch (cause) {
    if (cause instanceof z.ZodError) return refused(400, z.prettifyError(cause));
    throw cause;
  }
}

function noRoute(path: string): Reply {
  const known = Object.keys(ROUTES).some((route) => route.endsWith(` ${path}`));
  return known ? refused(405, 'This path takes another method.') : refused(404, 'See docs/simulator.md for the paths.');
}
