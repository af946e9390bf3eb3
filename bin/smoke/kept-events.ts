import * as z from 'zod';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import { systemClock } from '../../lambdas/foundation/core/clock.ts';
import type { AssetRef } from '../../lambdas/foundation/core/ids.ts';
import { openAssetRegistry } from '../../lambdas/foundation/store/dynamo-asset-registry.ts';
import { Asset } from '../../lambdas/foundation/store/entities/asset.ts';
import { AssetOwner } from '../../lambdas/foundation/store/entities/asset-owner.ts';
import { tableCalls } from '../ctl/table-calls.ts';
import { asOperator } from '../ctl/target.ts';
import { type Scene, smokeWorkspace, within } from './scene.ts';
import { demand } from './step.ts';

const Events = z.object({ data: z.array(z.object({ id: z.string(), state: z.string() })) });
const Detail = z.object({
  raw: z.object({
    entry: z.tuple([z.object({ messaging: z.tuple([z.object({ message: z.object({ text: z.string() }) })]) })]),
  }),
});

/** Links the smoke Page to the smoke workspace, through the store, as `ctl assets link` does. */
export async function linkPage({ page, undos, target, asked }: Scene): Promise<void> {
  const calls = tableCalls(target.value().documents);
  const tableName = physicalName.table(asked.stage, 'state');
  const asset: AssetRef = { kind: 'page', id: page };
  undos.later(`the link of page:${page}`, async () => {
    for (const Key of [AssetOwner.key({ asset }), Asset.key({ workspace: smokeWorkspace, asset })])
      await calls('DeleteItem', { TableName: tableName, Key });
  });
  await openAssetRegistry({ calls, tableName, clock: systemClock }).link(asset, smokeWorkspace);
}

/** Asks `webhooks/manage` as operator. */
const manage = ({ target }: Scene, routeKey: string, parts: object) =>
  asOperator(target.value(), { function: 'webhooks/manage', routeKey, workspace: smokeWorkspace, ...parts });

/** The smoke Page's events, newest first. */
export async function eventsOf(scene: Scene) {
  const query = { asset: `page:${scene.page}`, limit: '100' };
  return Events.parse(await manage(scene, 'GET /v1/webhooks/events', { query })).data;
}

/** Waits until the smoke Page has `count` events that are done; more are a failure at once. */
export const kept = (scene: Scene, count: number) =>
  within(scene, 120, `there were not ${count} events, all done,`, async () => {
    const found = await eventsOf(scene);
    demand(found.length <= count, `${found.length} events instead of ${count}: something was kept twice`);
    return found.length === count && found.every(({ state }) => state === 'done') ? found : undefined;
  });

/** The text of an event's message as Meta sent it. */
export async function rawText(scene: Scene, id: string): Promise<string> {
  const { raw } = Detail.parse(await manage(scene, 'GET /v1/webhooks/events/{id}', { path: { id } }));
  return raw.entry[0].messaging[0].message.text;
}
