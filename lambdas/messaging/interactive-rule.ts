import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';
import { atMost, filled, httpsAddress, oneTo } from './at-most.ts';

/**
 * Limits of Meta's OpenAPI file of the business messaging API (v23.0), `InteractiveObject` and what hangs on it; ten
 * rows in all sections together: fact sheet §8.
 */
const most = {
  header: 60,
  body: 1_024,
  footer: 60,
  buttons: 3,
  label: 20,
  buttonId: 256,
  sections: 10,
  section: 24,
  rows: 10,
  rowId: 200,
  row: 24,
  about: 72,
  products: 30,
  flow: 30,
};

const isDifferent = (names: readonly string[]) => new Set(names).size === names.length;
const words = (length: number) => z.string().check(filled, atMost(length));
const id = () => z.string().check(z.minLength(1));

/** Meta's own id of an upload, or an address. */
const medium = () =>
  z
    .looseObject({ id: z.optional(z.string()), link: z.optional(httpsAddress()) })
    .check(
      z.refine((one) => (one.id === undefined) !== (one.link === undefined), 'has not exactly one of id and link'),
    );

const header = () =>
  z
    .looseObject({
      type: z.enum(['text', 'image', 'video', 'document']),
      text: z.optional(words(most.header)),
      sub_text: z.optional(words(most.header)),
      image: z.optional(medium()),
      video: z.optional(medium()),
      document: z.optional(medium()),
    })
    .check(z.refine((one) => one[one.type] !== undefined, 'lacks the member that its type names'));

const body = () => z.looseObject({ text: words(most.body) });
const frame = () => ({
  header: z.optional(header()),
  footer: z.optional(z.looseObject({ text: words(most.footer) })),
});
const demanded = () => ({ ...frame(), body: body() });

const button = () =>
  z.looseObject({
    type: z.literal('reply'),
    reply: z.looseObject({
      id: z.string().check(
        filled,
        atMost(most.buttonId),
        z.refine((text) => text.trim() === text, 'begins or ends blank'),
      ),
      title: words(most.label),
    }),
  });

const buttons = () =>
  z.array(button()).check(
    oneTo(most.buttons, 'buttons'),
    z.refine((all) => isDifferent(all.map(({ reply }) => reply.id)), 'has an id twice'),
    z.refine((all) => isDifferent(all.map(({ reply }) => reply.title)), 'has a title twice'),
  );

interface Titled {
  readonly title?: string | undefined;
}

const areNamed = z.refine<readonly Titled[]>(
  (all) => all.length < 2 || all.every(({ title }) => title !== undefined),
  'are more than one, and one lacks its title',
);

const sectionsOf = <S extends z.core.$ZodShape>(members: S) =>
  z
    .array(z.looseObject({ title: z.optional(z.string().check(atMost(most.section))), ...members }))
    .check(oneTo(most.sections, 'sections'));

const row = () =>
  z.looseObject({
    id: z.string().check(filled, atMost(most.rowId)),
    title: words(most.row),
    description: z.optional(z.string().check(atMost(most.about))),
  });

const rowSections = () =>
  sectionsOf({ rows: z.array(row()) }).check(
    areNamed,
    z.refine((all) => {
      const rows = all.flatMap((one) => one.rows).length;
      return rows >= 1 && rows <= most.rows;
    }, `have not 1 to ${most.rows} rows together`),
    z.refine((all) => isDifferent(all.flatMap(({ rows }) => rows.map((one) => one.id))), 'have an id of a row twice'),
  );

const product = () => z.looseObject({ product_retailer_id: id() });
const productSections = () =>
  sectionsOf({
    product_items: z.array(product()).check(oneTo(most.products, 'products')),
  }).check(areNamed);

const flow = () =>
  z
    .looseObject({
      flow_message_version: z.literal('3', 'is not "3", the only version'),
      flow_cta: words(most.flow),
      flow_id: z.optional(id()),
      flow_name: z.optional(id()),
      mode: z.optional(z.enum(['draft', 'published'])),
      flow_action: z.optional(z.enum(['navigate', 'data_exchange'])),
    })
    .check(
      z.refine(
        (one) => (one.flow_id === undefined) !== (one.flow_name === undefined),
        'has not exactly one of flow_id and flow_name',
      ),
    );

const link = () =>
  z.looseObject({
    // Meta's reference; the file leaves this kind out.
    display_text: words(most.label),
    // People open it, Meta does not fetch it: other schemes are Meta's to judge.
    url: z.string().check(filled),
  });

const named = <P extends z.ZodMiniType>(name: string, parameters: P) =>
  z.looseObject({ name: z.literal(name), parameters });

const demanding = (action: () => z.ZodMiniType) => whenNeeded(() => z.looseObject({ ...demanded(), action: action() }));

const single = whenNeeded(() =>
  z.looseObject({
    ...frame(),
    header: z.optional(z.never('does not go with a single product')),
    body: z.optional(body()),
    action: z.looseObject({ catalog_id: id(), product_retailer_id: id() }),
  }),
);

const several = whenNeeded(() =>
  z.looseObject({
    ...demanded(),
    header: header(),
    action: z.looseObject({ catalog_id: id(), sections: productSections() }),
  }),
);

/** By `interactive.type`; what is not here goes to Meta as it is, save its frame. */
const kinds: ReadonlyMap<string, () => z.ZodMiniType> = new Map<string, () => z.ZodMiniType>([
  ['button', demanding(() => z.looseObject({ buttons: buttons() }))],
  ['list', demanding(() => z.looseObject({ button: words(most.label), sections: rowSections() }))],
  ['cta_url', demanding(() => named('cta_url', link()))],
  ['flow', demanding(() => named('flow', flow()))],
  ['product', single],
  ['product_list', several],
  ['catalog_message', demanding(() => z.looseObject({ name: z.literal('catalog_message') }))],
  ['location_request_message', demanding(() => z.looseObject({ name: z.literal('send_location') }))],
]);

const otherKind = whenNeeded(() => z.looseObject({ ...frame(), body: z.optional(body()) }));

/** WhatsApp’s `interactive` object: each kind that we know with its limits, the others with those of their frame. */
export const interactiveRule = whenNeeded(() =>
  z.looseObject({ type: z.string() }).check(
    z.check<{ readonly type: string }>(({ value, issues }) => {
      const parsed = (kinds.get(value.type) ?? otherKind)().safeParse(value);
      for (const { path, message } of parsed.error?.issues ?? []) {
        issues.push({ code: 'custom', path: [...path], message, input: value });
      }
    }),
  ),
);
