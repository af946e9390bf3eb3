/**
 * Something about one member of an event; `path` is relative to the event (`user_data.em`, `user_data.em.1`). `reason`
 * never quotes the value.
 */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}
