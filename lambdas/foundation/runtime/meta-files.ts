import type { MetaFiles, Outside } from '../core/media-doors.ts';
import { mediaHosts } from '../meta/media-hosts.ts';

/** Files at the addresses that Meta's webhooks tell, for which no token is needed. */
export const metaFiles =
  (outside: Outside): MetaFiles =>
  (url, ask) =>
    outside(url, { ...ask, hosts: mediaHosts });
