import * as z from 'zod';
import { objectId } from './message-ids.ts';

const STATUSES = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'ARCHIVED', 'IN_APPEAL'] as const;

/** A message template of a WhatsApp account or a Page. */
export const Template = z.strictObject({
  /** The WhatsApp account or the Page. */
  owner: z.string().regex(/^\d+$/),
  id: z.string().regex(/^\d+$/).default(objectId),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']).default('UTILITY'),
  status: z.enum(STATUSES).default('APPROVED'),
  parameter_format: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  components: z.array(z.looseObject({ type: z.string() })).default([]),
});
export type Template = z.infer<typeof Template>;

/** What names one template. */
export type TemplateName = { owner: string; name: string; language: string };

/** Every template there is. */
export type Templates = {
  /** Adds one, or replaces the one of its name and language. */
  set(given: z.input<typeof Template>): Template;
  find(name: TemplateName): Template | undefined;
  of(owner: string): Template[];
  all(): Template[];
  /** Back to those of the demo. */
  reset(): void;
};

const BODY = 'Hi {{1}}, your order {{2}} is on its way.';
const bodyOf = (text: string) => ({ type: 'BODY', text });

/** Templates of the demo world: `order_update` and `hello_world` on WhatsApp, `order_update` of both Pages. */
const DEMO: readonly z.input<typeof Template>[] = [
  {
    owner: '990000000000003',
    id: '990000000000081',
    name: 'order_update',
    language: 'en_US',
    components: [bodyOf(BODY)],
  },
  {
    owner: '990000000000003',
    id: '990000000000082',
    name: 'hello_world',
    language: 'en_US',
    components: [bodyOf('Hello World')],
  },
  {
    owner: '990000000000001',
    id: '990000000000083',
    name: 'order_update',
    language: 'en_US',
    components: [bodyOf(BODY)],
  },
  {
    owner: '990000000000011',
    id: '990000000000084',
    name: 'order_update',
    language: 'en_US',
    components: [bodyOf(BODY)],
  },
];

const keyOf = ({ owner, name, language }: TemplateName): string => JSON.stringify([owner, name, language]);

/** The templates of the demo; `set` throws a ZodError for what is none. */
export function createTemplates(): Templates {
  const templates = new Map<string, Template>();
  const set = (given: z.input<typeof Template>): Template => {
    const template = Template.parse(given);
    templates.set(keyOf(template), template);
    return template;
  };
  const reset = () => {
    templates.clear();
    for (const one of DEMO) set(one);
  };
  reset();
  return {
    set,
    find: (name) => templates.get(keyOf(name)),
    of: (owner) => [...templates.values()].filter((one) => one.owner === owner),
    all: () => [...templates.values()],
    reset,
  };
}
