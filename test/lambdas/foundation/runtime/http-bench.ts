import type { HttpEvent } from '../../../../lambdas/foundation/runtime/http-request.ts';

/** A claim set that may do everything in `shop`. */
export const claims = { workspace: 'shop', sub: 'user-1', scope: 'metaport/read metaport/write' };

/** An event as API Gateway makes it. */
export const eventOf = (
  routeKey: string,
  changes: Partial<HttpEvent> & { claims?: Readonly<Record<string, unknown>> } = {},
) => {
  const { claims: given, ...others } = changes;
  return {
    routeKey,
    requestContext: {
      requestId: 'gateway-request',
      http: { method: routeKey.split(' ')[0] ?? '' },
      ...(given ? { authorizer: { jwt: { claims: given } } } : {}),
    },
    ...others,
  } satisfies HttpEvent;
};
