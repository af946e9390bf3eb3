import * as z from 'zod/mini';

/** A text of an event; the length is ours. */
export const line = z.string().check(z.minLength(1), z.maxLength(1_000));
const id = z.string().check(z.minLength(1), z.maxLength(256));

/**
 * Amounts in major units, as Meta takes them: a number, or its decimal text of at most 15 digits, which a double gives
 * back digit by digit.
 */
const amount = z.union(
  [
    z.number(),
    z.pipe(
      z.string().check(z.regex(/^-?\d{1,11}(\.\d{1,4})?$/)),
      z.transform((text) => Number(text)),
    ),
  ],
  { error: 'is no amount: a number, or a decimal text such as "12.90"' },
);
const currency = z.string().check(z.regex(/^[A-Za-z]{3}$/, 'is no ISO 4217 code of three letters'));
const deliveryCategory = z.enum(['in_store', 'curbside', 'home_delivery']);
const itemId = z.union([id, z.number()], { error: 'is no id: a text of 1 to 256 characters, or a number' });

const content = z.strictObject({
  id: itemId,
  quantity: z.optional(z.number().check(z.minimum(0))),
  item_price: z.optional(amount),
  delivery_category: z.optional(deliveryCategory),
  // Not in Meta's table, but in its SDK: whoever comes from there must not lose events.
  title: z.optional(line),
  description: z.optional(line),
  brand: z.optional(line),
  category: z.optional(line),
});

/** Most items of a list. */
const most = z.maxLength(500);

const free = z.union(
  [line, z.number(), z.boolean(), z.null(), z.array(z.union([line, z.number(), z.boolean()])).check(most)],
  { error: 'is no text of 1 to 1,000 characters, number, boolean, or list of them' },
);

/** Most members that a custom event may add, and the longest name of one. */
const mostMembers = 100;
const longestName = 100;

/**
 * What an event says of the conversion (fact sheet §9, with the two of CRM leads). Members of its own only a custom
 * event may have: `ownMembers` finds them.
 */
export const CustomData = z
  .catchall(
    z.object({
      value: z.optional(amount),
      currency: z.optional(currency),
      content_ids: z.optional(z.array(itemId).check(most)),
      contents: z.optional(z.array(content).check(most)),
      content_type: z.optional(z.enum(['product', 'product_group'])),
      content_name: z.optional(line),
      content_category: z.optional(line),
      order_id: z.optional(itemId),
      num_items: z.optional(z.int().check(z.minimum(0))),
      search_string: z.optional(line),
      status: z.optional(z.union([line, z.boolean()])),
      predicted_ltv: z.optional(amount),
      net_revenue: z.optional(amount),
      lead_event_source: z.optional(line),
      event_source: z.optional(line),
      item_number: z.optional(itemId),
      customer_segmentation: z.optional(line),
    }),
    free,
  )
  .check(
    z.refine((data) => Object.keys(data).length <= mostMembers, `has more than ${mostMembers} members`),
    z.refine(
      (data) => Object.keys(data).every((key) => key.length <= longestName),
      'has a member with too long a name',
    ),
  );

const known: ReadonlySet<string> = new Set(Object.keys(CustomData.def.shape));

/** The members that Meta does not document. */
export const ownMembers = (data: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(data).filter((key) => !known.has(key));
