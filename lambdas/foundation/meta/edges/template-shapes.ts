import * as z from 'zod/mini';
import { id } from './shapes.ts';

const text = () => z.optional(z.nullable(z.string()));

/** A message template; `components` as Meta shows them, whose examples are the owner's own texts. */
export const messageTemplate = z.lazy(() =>
  z.looseObject({
    id,
    name: z.string(),
    language: z.optional(z.string()),
    category: z.optional(z.string()),
    status: z.optional(z.string()),
    components: z.optional(z.array(z.unknown())),
  }),
);
/** What it says. */
export type MessageTemplate = z.infer<typeof messageTemplate>;

/** A template that Meta took; approval comes by webhook, where it is not told at once. */
export interface CreatedTemplate {
  readonly id: string;
  /** `PENDING`, `APPROVED`, `REJECTED`, … */
  readonly status: string | null;
  /** Meta may choose another than was asked for. */
  readonly category: string | null;
}

/** `{id, status, category}` (fact sheet §8). */
export const createdTemplate = z.lazy(() =>
  z.pipe(
    z.looseObject({ id, status: text(), category: text() }),
    z.transform(
      (made): CreatedTemplate => ({
        id: made.id,
        status: made.status ?? null,
        category: made.category ?? null,
      }),
    ),
  ),
);
