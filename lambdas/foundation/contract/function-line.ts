import type { BlobPrefix, QueueName, SecretName, TableName } from './resources.ts';

/** What a caller's token must carry; a Cognito-like prefix is a stage setting. */
export type Scope = 'read' | 'write' | 'send' | 'admin';

/** Method and path as API Gateway's route key. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'} /${string}`;

/** What starts a function. `public` routes have no authoriser: they check a signature or serve public text. */
export type Trigger =
  | { readonly kind: 'http'; readonly routes: Readonly<Record<RouteKey, Scope | 'public'>> }
  | { readonly kind: 'queue'; readonly from: QueueName }
  | { readonly kind: 'schedule'; readonly everyMinutes: number };

/** What a function may do with one prefix of the blobs bucket. */
export type BlobRight = 'read' | 'write' | 'delete' | 'readWrite' | 'readWriteDelete';

/** One function's line: everything it may touch, and so every variable and grant it gets. */
export interface FunctionContract {
  readonly trigger: Trigger;
  readonly tables?: Readonly<Partial<Record<TableName, 'read' | 'readWrite'>>>;
  /** Of a table only the rows of these entities: for what strangers may call. Absent: the whole table. */
  readonly entities?: Readonly<Partial<Record<TableName, readonly string[]>>>;
  readonly secrets?: readonly SecretName[];
  /** Queues it sends to, besides its own source (a worker may always defer to that). */
  readonly sends?: readonly QueueName[];
  /** `drain` reads and deletes what lies in the DLQs. */
  readonly dlqs?: 'drain';
  readonly blobs?: Readonly<Partial<Record<BlobPrefix, BlobRight>>>;
  readonly announces?: boolean;
  /** Reads the `due` index of `state`. */
  readonly due?: boolean;
  /** Knows the API's own public origin, for addresses that browsers and Meta come back to. */
  readonly publicUrl?: boolean;
  /** Why it may open tokens; absent: it may not. */
  readonly tokens?: string;
}
