import {
  type Draft,
  each,
  id,
  inside,
  known,
  number,
  type Rule,
  type RulesFor,
  text,
  truth,
  under,
  verbatim,
} from './field-rules.ts';
import type { Attachment, Echo } from './messaging-kinds.ts';

const payloadRules: RulesFor<Attachment> = {
  url: text('url'),
  title: text('title'),
  sticker_id: id('stickerId'),
  coordinates: inside({ lat: number('latitude'), long: number('longitude') }),
  ig_post_media_id: id('postId'),
  post_id: id('postId'),
  reel_video_id: id('videoId'),
  template_type: known,
  elements: known,
  buttons: known,
  is_reusable: known,
  attachment_id: known,
};
const payloadFields = inside(payloadRules);

/** A template is kept as it is; the old `fallback` carries an opaque word. */
const payload: Rule<keyof Attachment> = (value, draft, findings, key) => {
  if (typeof value === 'string') return;
  payloadFields(value, draft, findings, key);
  if (draft.type === 'template') draft.template = value;
};

const attachmentRules: RulesFor<Attachment> = {
  type: text('type'),
  title: text('title'),
  url: text('url'),
  payload,
};

/** The fields of `message` in Messenger and Instagram. */
export const messageContent: RulesFor<Echo, 'unsupported' | 'echo'> = {
  mid: id('messageId'),
  text: text('text'),
  attachments: each('attachments', attachmentRules),
  quick_reply: inside({ payload: text('quickReply') }),
  reply_to: under('replyTo', {
    mid: id('messageId'),
    story: inside({ id: id('storyId'), url: text('storyUrl') }),
    is_self_reply: known,
  }),
  referral: verbatim('referral'),
  app_id: id('appId'),
  metadata: text('metadata'),
  is_unsupported: truth('unsupported'),
  is_echo: truth('echo'),
  is_deleted: known,
  sticker_id: known,
  seq: known,
  nlp: known,
};

const firstType = (attachments: unknown): unknown => {
  const first: unknown = Array.isArray(attachments) ? attachments[0] : undefined;
  return typeof first === 'object' && first !== null && 'type' in first ? first.type : undefined;
};

/** Names what a message of Messenger or Instagram is: its text, else its first attachment, else unsupported. */
export function nameType(draft: Draft) {
  draft.attachments ??= [];
  if (draft.unsupported === true) draft.type = 'unsupported';
  else draft.type = draft.text ? 'text' : (firstType(draft.attachments) ?? 'unsupported');
}
