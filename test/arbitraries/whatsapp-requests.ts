import fc from 'fast-check';

/** Text of so many characters at most; a character is a code point, letters of all scripts and emoji among them. */
const words = (most: number) =>
  fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: most, size: 'max' }).map((text) => {
    const characters = [...text.normalize('NFC')].filter((one) => /[\p{L}\p{N}\p{Emoji}]/u.test(one));
    return characters.slice(0, most).join('') || 'a';
  });

const ids = fc.stringMatching(/^[1-9]\d{5,15}$/);
const wamid = fc.stringMatching(/^wamid\.[A-Za-z0-9+/]{10,60}={0,2}$/);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const link = fc.constantFrom('https://shop.example/a.png', 'https://cdn.shop.example/b?c=d#e');
const phone = fc.stringMatching(/^\+?[1-9]\d{6,14}$/);
const userId = fc.stringMatching(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,40}$/);

const media = fc.oneof(
  link.map((url) => ({ url })),
  ids.map((metaId) => ({ metaId })),
);
const medium = fc.oneof(
  link.map((one) => ({ link: one })),
  ids.map((id) => ({ id })),
);

const header = fc.oneof(
  words(60).map((text) => ({ type: 'text', text })),
  ...['image', 'video', 'document'].map((type) => medium.map((one) => ({ type, [type]: one }))),
);
const body = words(1_024).map((text) => ({ text }));
const footer = maybe(words(60).map((text) => ({ text })));
const numbered = <T extends object>(items: readonly T[]) => items.map((one, at) => ({ ...one, id: `id_${at}` }));

const buttons = fc
  .uniqueArray(words(20), { minLength: 1, maxLength: 3 })
  .map((titles) => numbered(titles.map((title) => ({ title }))).map((reply) => ({ type: 'reply', reply })));

const row = fc.record({ title: words(24), description: words(72) }, { requiredKeys: ['title'] });
const sections = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 10 }), words(24), fc.boolean())
  .map(([rows, title, isSplit]) => {
    const all = numbered(rows);
    const half = Math.ceil(all.length / 2);
    const parts = isSplit && half < all.length ? [all.slice(0, half), all.slice(half)] : [all];
    return parts.map((one) => ({ title, rows: one }));
  });

const productSections = fc.array(
  fc.record({
    title: words(24),
    product_items: fc.array(fc.record({ product_retailer_id: ids }), { minLength: 1, maxLength: 30 }),
  }),
  { minLength: 1, maxLength: 10 },
);

const flow = fc
  .tuple(words(30), ids, fc.constantFrom('flow_id', 'flow_name'), maybe(fc.constantFrom('draft', 'published')))
  .map(([flow_cta, id, by, mode]) => ({ flow_message_version: '3', flow_cta, [by]: id, ...(mode && { mode }) }));

const actions: Readonly<Record<string, fc.Arbitrary<object>>> = {
  button: fc.record({ buttons }),
  list: fc.record({ button: words(20), sections }),
  cta_url: fc.record({ display_text: words(20), url: link }).map((parameters) => ({ name: 'cta_url', parameters })),
  flow: flow.map((parameters) => ({ name: 'flow', parameters })),
  product: fc.record({ catalog_id: ids, product_retailer_id: ids }),
  product_list: fc.record({ catalog_id: ids, sections: productSections }),
  catalog_message: ids.map((id) => ({ name: 'catalog_message', parameters: { thumbnail_product_retailer_id: id } })),
  location_request_message: fc.constant({ name: 'send_location' }),
};

/** Kinds of WhatsApp's interactive messages that are made here. */
export const interactiveKinds = Object.keys(actions);

const interactive = fc.oneof(
  ...Object.entries(actions).map(([type, action]) =>
    fc
      .record({
        type: fc.constant(type),
        action,
        body,
        footer,
        header: type === 'product' ? fc.constant(undefined) : type === 'product_list' ? header : maybe(header),
      })
      .map((one) => ({ interactive: one })),
  ),
);

const parameter = fc.oneof(
  fc.record({ type: fc.constant('text'), text: words(200) }),
  fc.record({ type: fc.constant('text'), text: words(200), parameter_name: fc.constantFrom('first_name', 'code') }),
  fc.record({
    type: fc.constant('currency'),
    currency: fc.record({
      fallback_value: words(20),
      code: fc.constantFrom('EUR', 'USD'),
      amount_1000: fc.integer({ min: 0, max: 1e9 }),
    }),
  }),
  fc.record({ type: fc.constant('date_time'), date_time: fc.record({ fallback_value: words(40) }) }),
);
const component = fc.oneof(
  medium.map((image) => ({ type: 'header', parameters: [{ type: 'image', image }] })),
  fc.array(parameter, { maxLength: 5 }).map((parameters) => ({ type: 'body', parameters })),
  fc.record({ index: fc.integer({ min: 0, max: 9 }).map(String), payload: words(100) }).map(({ index, payload }) => ({
    ...{ type: 'button', sub_type: 'quick_reply', index },
    parameters: [{ type: 'payload', payload }],
  })),
);
const template = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9_]{0,40}$/),
  language: fc.record({ code: fc.constantFrom('en', 'en_US', 'de') }),
  components: maybe(fc.array(component, { maxLength: 4 })),
});

const degrees = (most: number) =>
  fc.oneof(
    fc.integer({ min: -most, max: most }),
    fc.integer({ min: -most, max: most }).map((one) => `${one}.5`.replace(`${most}.5`, String(most))),
  );

const contact = fc.record(
  {
    name: fc.record({ formatted_name: words(40), first_name: words(20) }),
    phones: fc.array(fc.record({ phone, type: fc.constantFrom('HOME', 'Mobile') }), { maxLength: 2 }),
    emails: fc.array(fc.record({ email: fc.constant('ada@shop.example') }), { maxLength: 2 }),
    addresses: fc.array(fc.record({ city: words(20), country_code: fc.constantFrom('US', 'de') }), { maxLength: 1 }),
    birthday: fc.constant('2001-02-03'),
    org: fc.record({ company: words(20) }),
    urls: fc.array(fc.record({ url: link }), { maxLength: 1 }),
  },
  { requiredKeys: ['name'] },
);

const contents: Readonly<Record<string, fc.Arbitrary<object>>> = {
  text: fc.record({ text: words(4_096), previewUrl: fc.boolean() }, { requiredKeys: ['text'] }),
  image: fc.record({ media, caption: words(1_024) }, { requiredKeys: ['media'] }),
  video: fc.record({ media, caption: words(1_024) }, { requiredKeys: ['media'] }),
  file: fc.record(
    { media, caption: words(1_024), filename: fc.constantFrom('a.pdf', 'ü.pdf') },
    { requiredKeys: ['media'] },
  ),
  audio: fc.record({ media }),
  sticker: fc.record({ media }),
  interactive,
  template: fc.record({ template }),
  location: fc
    .record(
      { latitude: degrees(90), longitude: degrees(180), name: words(40), address: words(80) },
      { requiredKeys: ['latitude', 'longitude'] },
    )
    .map((location) => ({ location })),
  contacts: fc.record({ contacts: fc.array(contact, { minLength: 1, maxLength: 5 }) }),
  reaction: fc.record({ messageId: wamid, emoji: fc.constantFrom('😀', '❤️', '👩‍👩‍👧', '') }),
};

/** Our types of WhatsApp messages that are made here. */
export const whatsappTypes = Object.keys(contents);

/** Requests to send on WhatsApp of all types, in their limits, as JSON of `POST /v1/messages`. */
export const whatsappRequests = fc
  .record({
    content: fc.oneof(...Object.entries(contents).map(([type, one]) => one.map((members) => ({ type, ...members })))),
    to: fc.oneof(
      phone.map((one) => ({ phone: one })),
      userId.map((one) => ({ userId: one })),
      fc.record({ phone, userId }),
    ),
    recipientType: maybe(fc.constant('individual')),
    replyTo: maybe(wamid),
  })
  .map(({ content, to, recipientType, replyTo }): unknown =>
    // As it comes over HTTP: members that are undefined are not there.
    JSON.parse(
      JSON.stringify({
        ...{ from: 'phone_number:106540352242922', to, recipientType },
        ...(content.type === 'reaction' ? {} : { replyTo }),
        ...content,
      }),
    ),
  );
