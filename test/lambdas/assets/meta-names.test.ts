import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { sharingRules } from '../../../lambdas/assets/sharing-rules.ts';
import { strangers, webhookFields } from '../../../lambdas/assets/webhook-fields.ts';
import { wishedByDefault } from '../../../lambdas/foundation/store/subscription-wishes.ts';
import { describeWithShared, specsDir } from '../../shared-material.ts';

interface Enum {
  readonly name: string;
  readonly values: readonly string[];
}

/** What Meta's own machine-readable specs say of names that we send. */
describeWithShared(
  'names that we send to Meta',
  (folder) => {
    const enums: readonly Enum[] = JSON.parse(readFileSync(join(folder, 'marketing', 'enum_types.json'), 'utf8'));
    const valuesOf = (name: string) => {
      const found = enums.find((one) => one.name === name)?.values ?? [];
      expect(found.length).toBeGreaterThan(2);
      return found;
    };

    it.each([
      ['page', 'pageagencies_permitted_tasks_enum_param'],
      ['ad_account', 'adaccountagencies_permitted_tasks_enum_param'],
      ['pixel', 'adspixelagencies_permitted_tasks_enum_param'],
      ['catalog', 'productcatalogagencies_permitted_tasks_enum_param'],
    ] as const)('tasks of a %s are in Meta’s enum', (kind, name) => {
      const tasks = sharingRules[kind]?.tasks ?? [];
      expect(tasks.length).toBeGreaterThan(2);
      expect(tasks.filter((task) => !valuesOf(name).includes(task))).toEqual([]);
    });

    it('tasks that are asked of a Page’s owner are in Meta’s enum too', () => {
      const known = valuesOf('businessclient_pages_permitted_tasks_enum_param');
      expect(sharingRules.page?.tasks.filter((task) => !known.includes(task))).toEqual([]);
    });

    it('webhook fields of a Page are Meta’s', () => {
      const known = valuesOf('pagesubscribed_apps_subscribed_fields_enum_param');
      expect(webhookFields.page.filter((field) => !known.includes(field))).toEqual([]);
    });

    it('webhook fields of an Instagram account are Meta’s, save the two that only its page on webhooks has', () => {
      const known = valuesOf('iggraphusersubscribed_apps_subscribed_fields_enum_param');
      expect(webhookFields.instagram.filter((field) => !known.includes(field))).toEqual([
        'messaging_policy_enforcement',
        'response_feedback',
      ]);
    });

    it('the defaults may be declared as they are', () => {
      for (const object of ['page', 'instagram', 'whatsapp', 'ad_account'] as const) {
        expect(wishedByDefault[object].length).toBeGreaterThan(2);
        expect(strangers(object, wishedByDefault[object])).toEqual([]);
      }
    });
  },
  specsDir(),
);
