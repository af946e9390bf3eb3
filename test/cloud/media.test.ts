import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonCaller } from '../../local/demo/call.ts';
import { sendPosts } from '../../local/demo/simulator.ts';
import { eventually } from './harness/cloud.ts';
import { openDesk } from './harness/desk.ts';
import { demandOutputs, openJourney } from './harness/journey.ts';
import { oneAtATime } from './harness/one-at-a-time.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);
const { api } = journey;

let desk: Awaited<ReturnType<typeof openDesk>>;
let next = () => {};
beforeAll(async () => {
  next = await oneAtATime(outputs);
  desk = await openDesk(outputs, journey);
}, 600_000);
afterAll(() => next());

/** A PNG by its first bytes, and noise. */
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(200_000, 7)]);

async function upload(bytes: Buffer) {
  const body = { mimeType: 'image/png' as const, size: bytes.byteLength, filename: 'fern.png' };
  const declared = await api.call('POST /v1/media', { body });
  return { id: declared.id, upload: declared.upload };
}

const put = ({ url, headers }: { url: string; headers: Record<string, unknown> }, bytes: Buffer) => {
  const own = Object.entries(headers).filter(
    ([name]) => name.toLowerCase() !== 'content-length' && name.toLowerCase() !== 'host',
  );
  return fetch(url, {
    method: 'PUT',
    headers: Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
    body: new Uint8Array(bytes),
  });
};

describe('a file of the shop', () => {
  it('goes up by an address of its own, comes down again, and is sent on each channel', async () => {
    const { id, upload: address } = await upload(png);
    expect((await api.call('GET /v1/media/{id}', { path: { id } })).state).toBe('awaiting-upload');
    expect((await put(address, png)).status).toBe(200);
    const ready = await api.call('GET /v1/media/{id}', { path: { id } });
    expect(ready).toMatchObject({ state: 'ready', mimeType: 'image/png', size: png.byteLength });
    const down = await fetch(ready.download?.url ?? '');
    expect(Buffer.from(await down.arrayBuffer()).equals(png)).toBe(true);

    const image = { type: 'image', media: { mediaId: id } } as const;
    const whatsapp = await desk.thread({ channel: 'whatsapp', person: '15550000041' });
    const first = await desk.send({ threadId: whatsapp, ...image, caption: 'a fern' });
    expect([first.status, first.body.detail]).toEqual([201, undefined]);
    const second = await desk.send({ threadId: whatsapp, ...image, caption: 'the same fern' });
    expect(second.status).toBe(201);
    const bodies = (await desk.commits(`contains=fern&account=${desk.accounts.number}`)).map(
      ({ body }) => Object(body).id,
    );
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toMatch(/^\d+$/);

    const messenger = await desk.thread({ channel: 'messenger', person: '7100000041' });
    const third = await desk.send({ threadId: messenger, ...image });
    expect([third.status, third.body.detail]).toEqual([201, undefined]);
    const [commit] = await desk.commits(`nonce=${third.body.id}`);
    const { url } = Object(commit?.body).attachment.payload;
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(png)).toBe(true);
  }, 180_000);

  it('is refused where it never came, and to another workspace', async () => {
    const { id } = await upload(png);
    const threadId = await desk.thread({ channel: 'messenger', person: '7100000042' });
    const sent = await desk.send({ threadId, type: 'image', media: { mediaId: id } });
    expect([sent.status, sent.body.kind]).toEqual([400, 'invalid-request']);
    const strangers = await fetch(`${outputs.apiUrl}/v1/media/${id}`, {
      headers: { authorization: `Bearer ${outputs.other.token}` },
    });
    expect(strangers.status).toBe(404);
    await expect(
      api.call('POST /v1/media', { body: { mimeType: 'application/x-msdownload', size: 10 } as never }),
    ).rejects.toThrow();
  }, 120_000);
});

describe('a file that a person sent', () => {
  /** A person's picture on WhatsApp, as Meta tells of it. */
  const pictureOf = (person: string, mediaId: string, wamid: string, more: object = {}) => ({
    body: {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: desk.accounts.waba,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15555550190', phone_number_id: desk.accounts.number },
                contacts: [{ profile: { name: 'Fake Person' }, wa_id: person }],
                messages: [
                  {
                    from: person,
                    id: wamid,
                    timestamp: String(Math.floor(Date.now() / 1000)),
                    type: 'image',
                    image: { id: mediaId, mime_type: 'image/jpeg', sha256: 'ZmFrZQ==', ...more },
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  });

  const messageOf = (wamid: string, asset: string = desk.assets.whatsapp) =>
    eventually(
      60_000,
      () => `no media of ${wamid}`,
      async () => {
        for await (const thread of api.all('GET /v1/threads', { query: { asset } })) {
          for await (const one of api.all('GET /v1/threads/{id}/messages', { path: { id: thread.id } })) {
            if (one.metaId === wamid && one.media.some(({ state }) => state === 'kept')) return one;
          }
        }
        return undefined;
      },
    );

  it('is fetched while its link lives, and shown', async () => {
    const wamid = `wamid.picture-${desk.accounts.number}`;
    await sendPosts(
      jsonCaller(),
      outputs.simulatorUrl,
      [pictureOf('15550000043', `9${desk.accounts.number}`, wamid)],
      1,
    );
    const message = await messageOf(wamid);
    const [medium] = message.media;
    expect(medium).toMatchObject({ mimeType: 'image/jpeg' });
    const shown = await api.call('GET /v1/media/{id}', { path: { id: medium?.id ?? '' } });
    const bytes = Buffer.from(await (await fetch(shown.download?.url ?? '')).arrayBuffer());
    expect(bytes.byteLength).toBe(medium?.size);
    expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  }, 120_000);

  it('goes when its sender takes the message back', async () => {
    const { instagram } = desk.accounts;
    const mid = `ig_picture_${instagram}`;
    const said = (message: object) => {
      const messaging = [
        { sender: { id: '7100000044' }, recipient: { id: instagram }, timestamp: Date.now(), message },
      ];
      return { body: { object: 'instagram', entry: [{ id: instagram, time: Date.now(), messaging }] } };
    };
    const attachments = [{ type: 'image', payload: { url: 'https://scontent.cdninstagram.com/v/made-up.jpg' } }];
    await sendPosts(jsonCaller(), outputs.simulatorUrl, [said({ mid, attachments })], 1);
    const message = await messageOf(mid, desk.assets.instagram);
    const id = message.media[0]?.id ?? '';
    const address = (await api.call('GET /v1/media/{id}', { path: { id } })).download?.url ?? '';
    expect((await fetch(address)).status).toBe(200);
    await sendPosts(jsonCaller(), outputs.simulatorUrl, [said({ mid, is_deleted: true })], 1);
    await desk.reached(message.id, 'deleted');
    await eventually(
      30_000,
      () => 'the bytes are still there',
      async () => ((await fetch(address)).status === 404 ? true : undefined),
    );
    await expect(api.call('GET /v1/media/{id}', { path: { id } })).rejects.toMatchObject({ status: 404 });
  }, 120_000);
});
