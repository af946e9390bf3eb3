import { isoTime } from '../../../lambdas/foundation/core/clock.ts';
import type { Message } from '../../../lambdas/foundation/core/messages.ts';
import type { WorkContext } from '../../../lambdas/foundation/core/work.ts';
import type { MediaUpload } from '../../../lambdas/foundation/store/media-uploads.ts';
import { collectFact } from '../../../lambdas/messaging/collect-fact.ts';
import { mediaOver } from '../../../lambdas/messaging/media-for-meta.ts';
import { anUpload } from '../../doors/messaging-suite-media.ts';
import { fakeMediaBucket } from '../../fakes/fake-media-bucket.ts';
import { fakeWebhookEvents } from '../../fakes/fake-webhook-events.ts';
import { number, sendWorld, waba, workspace } from './send-world.ts';

const person = '15550000001';

/** A WhatsApp thread and an upload of `over`, which WhatsApp calls `meta-1`, `meta-2` …, each time that it is brought. */
export async function uploadWorld(over: Partial<MediaUpload> = {}) {
  const w = sendWorld();
  const { clock, doors } = w;
  const { uploads } = doors;
  const bucket = fakeMediaBucket(clock);
  const upload = anUpload(clock, { workspace, ...over });
  await uploads.create(upload);
  bucket.put(upload.key, Buffer.alloc(upload.size), upload.mimeType);
  let brought = 0;
  const sent: unknown[] = [];
  const graph: typeof doors.graph = {
    ...doors.graph,
    sendWhatsappMessage: async (identity, message) => {
      sent.push(Object(message.body.image).id);
      return doors.graph.sendWhatsappMessage(identity, message);
    },
  };
  const uploadMedia = async () => {
    brought += 1;
    return `meta-${brought}`;
  };
  const mediaForMeta = mediaOver({ uploads, bucket, clock, graph: { uploadMedia } });
  const own = { ...doors, graph, mediaForMeta, deadline: Number.MAX_SAFE_INTEGER };
  const threadId = await w.thread(person, 60_000, 'whatsapp');
  const send = async (key: string, media: object = { mediaId: upload.id }) => {
    clock.advance(10_000);
    return w.send({ threadId, type: 'image', media }, key, own);
  };
  /** WhatsApp says that a message failed. */
  const fails = async (messageId: string, code: number, over: object = {}) => {
    const [key, at] = [`failed-${messageId}`, isoTime(clock.now())];
    const errors = [{ code, title: 'Media upload error' }];
    const item: Message<'inboundMessages'> = {
      ...{ workspace, receiptKey: key, eventId: key, asset: `whatsapp:${waba}`, channel: 'whatsapp' },
      ...{ topic: 'messages', kind: 'status', occurredAt: at, receivedAt: at },
      event: {
        kind: 'status',
        messageId,
        status: 'failed',
        recipientId: person,
        phoneNumberId: number,
        errors,
        ...over,
      },
    };
    const { notes } = w;
    const until = { deadline: clock.now() + 30_000, firstSeenAt: at, hops: 0 };
    const context: WorkContext = { notes, clock, ...until, claimed: () => {} };
    const events = fakeWebhookEvents(clock);
    await collectFact(item, { ...own, events, media: { remove: async () => {} } }, context);
  };
  return { w, clock, sent, send, fails, brought: () => brought, upload, own };
}
