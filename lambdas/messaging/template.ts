import * as z from 'zod/mini';

// Meta's own words, of `POST /{waba}/message_templates` and `POST /{page}/message_templates` in its API specs: what
// stands here goes on as it is, and what does not is refused, because Meta reads `access_token` and `method` in a body.

const account = () => z.string().check(z.minLength(1), z.maxLength(160));

const members = () => ({
  name: z.string().check(z.regex(/^[a-z0-9_]{1,512}$/)),
  language: z
    .string()
    .check(z.regex(/^[A-Za-z]{2,3}(_[A-Za-z]{2,4})?$/))
    .check(z.describe('For example `en_US`.')),
  parameter_format: z.optional(z.enum(['NAMED', 'POSITIONAL', 'named', 'positional'])),
  components: z
    .optional(z.array(z.looseObject({ type: z.string() })).check(z.minLength(1), z.maxLength(20)))
    .check(z.describe('Meta’s objects: header, body, footer, buttons and so on.')),
  library_template_name: z.optional(z.string()),
  library_template_button_inputs: z.optional(z.array(z.looseObject({}))),
});

/** A template that a WhatsApp account wants. */
export const WhatsappTemplate = z.lazy(() =>
  z.strictObject({
    account: account().check(z.describe('`whatsapp:<id of the WhatsApp account>`.')),
    ...members(),
    category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION', 'marketing', 'utility', 'authentication']),
    sub_category: z.optional(z.string()),
    allow_category_change: z.optional(z.boolean()),
    message_send_ttl_seconds: z.optional(z.int().check(z.minimum(-1))),
    cta_url_link_tracking_opted_out: z.optional(z.boolean()),
    display_format: z.optional(z.string()),
    send_type: z.optional(z.string()),
    library_template_body_inputs: z.optional(z.looseObject({})),
  }),
);

/** A utility template that a Page wants. */
export const MessengerTemplate = z.lazy(() =>
  z.strictObject({
    account: account().check(z.describe('`page:<id>`.')),
    ...members(),
    category: z.enum(['UTILITY', 'utility']),
  }),
);

const text = () => z.nullable(z.string());

/** A template as Meta has it. */
export const TemplateView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      language: text(),
      category: text(),
      status: text().check(
        z.describe('Meta’s word: `APPROVED`, `PENDING`, `REJECTED`, `PAUSED`, `DISABLED` and others.'),
      ),
      components: z.array(z.unknown()),
    })
    .register(z.globalRegistry, { id: 'Template' }),
);

/** What Meta said of a template that it took. */
export const TemplateMade = z.lazy(() =>
  z.object({
    id: z.string(),
    status: text().check(z.describe('Mostly `PENDING`: the review follows.')),
    category: text().check(z.describe('Meta may choose another than was asked for.')),
  }),
);
