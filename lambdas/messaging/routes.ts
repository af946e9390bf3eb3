import { manageRoutes } from './manage-routes.ts';
import { mediaRoutes } from './media-routes.ts';
import { sendRoutes } from './send-routes.ts';
import { threadRoutes } from './thread-routes.ts';

/** What all the room's routes take and give, for the document: each handler carries those of its own. */
export const routes = { ...sendRoutes, ...threadRoutes, ...mediaRoutes, ...manageRoutes } as const;
