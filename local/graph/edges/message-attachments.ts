import { isRaw } from '../conversions/event.ts';
import { badParameter } from '../http/refusal.ts';
import { demandAttachment } from '../messaging/attachment-rules.ts';
import { objectParam } from '../messaging/json-param.ts';
import { objectId } from '../messaging/message-ids.ts';
import type { Edge, Edges } from './edge.ts';

/** Uploaded once, sent often: → `attachment_id`. */
const upload: Edge['run'] = ({ meta, node, params }) => {
  const message = objectParam(params, 'message');
  const platform = (params.platform ?? 'messenger').toLowerCase();
  if (message === undefined || !isRaw(message.attachment))
    throw badParameter('The parameter message[attachment] is required.');
  if (platform !== 'messenger' && platform !== 'instagram') {
    throw badParameter('Param platform must be one of {INSTAGRAM, MESSENGER}');
  }
  const { type } = demandAttachment(message.attachment, platform);
  if (!['image', 'audio', 'video', 'file'].includes(type)) throw badParameter('Only media can be uploaded.');
  const id = objectId();
  meta.messaging.uploads.set(id, node.id);
  return { json: { attachment_id: id } };
};

/** Uploads of Pages. */
export const MESSAGE_ATTACHMENT_EDGES: Edges = {
  'page/message_attachments POST': {
    scopes: ['pages_messaging', 'instagram_manage_messages'],
    tokens: ['page'],
    tasks: ['MESSAGING'],
    run: upload,
  },
};
