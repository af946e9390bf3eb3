import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './harness/cloud.ts';
import { consented, control, linked, newPerson } from './harness/consents.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';
import { oneAtATime } from './harness/one-at-a-time.ts';

const outputs = demandOutputs();
const { api } = openJourney(outputs);
const { api: others } = openJourney(outputs, outputs.other);

/** Sets the script of Graph faults; none ends them. */
const trouble = (...graph: readonly object[]) => control(outputs, 'POST', 'faults', { graph });

let next = () => {};
beforeAll(async () => {
  next = await oneAtATime(outputs);
}, 600_000);
afterAll(() => next());
afterEach(() => trouble());

describe('connecting under trouble', () => {
  it('leaves nothing half-connected when Graph is down in the callback; the next try works', async () => {
    const { user } = await newPerson(outputs, 1);
    await trouble({ match: { path: 'debug_token' }, fault: { kind: 'html500' } });
    const failed = await consented(outputs, api, ['pages'], { user });
    expect([...failed.keys()]).toEqual(['error']);
    expect(failed.get('error')).toBe('temporary');
    await trouble();
    const again = await consented(outputs, api, ['pages'], { user });
    expect(await linked(api, again.get('connection') ?? '')).toMatchObject({ state: 'connected' });
  }, 120_000);

  it('links 300 Pages, whose progress can be seen, although Graph fails in between', async () => {
    const { user, pages } = await newPerson(outputs, 300);
    await trouble({ match: { path: 'me/accounts' }, after: 2, times: 1, fault: { kind: 'closeBefore' } });
    const query = await consented(outputs, api, ['pages', 'messaging'], { user });
    const connection = await linked(api, query.get('connection') ?? '', 300_000);
    expect(connection).toMatchObject({ state: 'connected', progress: { phase: 'done', linked: 300, failed: 0 } });
    const mine = new Set<string>();
    for await (const { id, linkedAt, subscription } of api.all('GET /v1/assets', {
      query: { kind: 'page', limit: 100 },
    }))
      if (linkedAt && subscription?.state === 'subscribed') mine.add(id);
    expect(pages.filter((id) => !mine.has(`page:${id}`))).toEqual([]);
  }, 400_000);

  it('gives an asset to one workspace at a time, names nobody, and lets it move', async () => {
    const { user, pages } = await newPerson(outputs, 1);
    const page = `page:${pages[0]}`;
    const first = await linked(api, (await consented(outputs, api, ['pages'], { user })).get('connection') ?? '');
    const second = await linked(
      others,
      (await consented(outputs, others, ['pages'], { user })).get('connection') ?? '',
    );
    expect(second.state).toBe('incomplete');
    expect(JSON.stringify(second.missing)).toContain(page);
    expect(JSON.stringify(second)).not.toContain('demo');
    const take = () => others.call('PUT /v1/assets/{id}/link', { path: { id: page } });
    await expect(take()).rejects.toMatchObject({ status: 409 });
    await api.call('DELETE /v1/assets/{id}/link', { path: { id: page } });
    await eventually(
      60_000,
      () => 'still taken',
      () => take().catch(() => undefined),
    );
    await expect(api.call('GET /v1/connections/{id}', { path: { id: second.id } })).rejects.toMatchObject({
      status: 404,
    });
    await expect(others.call('GET /v1/connections/{id}', { path: { id: first.id } })).rejects.toMatchObject({
      status: 404,
    });
  }, 180_000);
});
