import * as z from 'zod/mini';
import { type AnnouncedEvent, head, said } from '../foundation/core/announced-event.ts';

/** What subscribers are promised of people who asked Meta to be forgotten. */
export const announced = {
  'person.erased': {
    when: 'A person asked Meta that this app delete their data, and it is done in this workspace.',
    use: 'Delete what you keep of the person, too.',
    id: '`<confirmation code>.<workspace>`.',
    again: 'A redelivery of Meta’s request, or a crash, announces it again under the same `id`; a replay never does.',
    detail: () =>
      z.object({
        ...head(),
        code: said(z.string(), 'The confirmation code that Meta and the person got.'),
        appId: said(z.string(), 'The Meta app that the person used.'),
        userId: said(z.string(), 'Meta’s id of the person for this app.'),
      }),
  },
} as const satisfies Record<string, AnnouncedEvent>;

/** What a maker says of a `person.erased`. */
export type ErasedDetail = Omit<z.infer<ReturnType<(typeof announced)['person.erased']['detail']>>, 'id' | 'workspace'>;
