import { badParameter } from '../http/refusal.ts';
import { lacking } from '../messaging/whatsapp-refusal.ts';
import { demandProduct } from '../messaging/whatsapp-rules.ts';
import type { Edge, Edges } from './edge.ts';

/** A multipart form, or a JSON body with the file as `data:<type>,<bytes>`; `type` wins over the file's own. */
const upload: Edge['run'] = ({ meta, node, params }) => {
  demandProduct(params);
  if (!params.file) throw lacking('file');
  const [, own, content] = /^data:([^,]*),([\s\S]*)$/.exec(params.file) ?? [];
  const type = params.type ?? own ?? '';
  if (!/^[a-z]+\/[\w.+-]+$/i.test(type)) throw badParameter('Param file must be a file with one of the types.');
  return { json: { id: meta.messaging.media.upload(node.id, type, Buffer.from(content ?? params.file, 'latin1')).id } };
};

/** Uploads of WhatsApp numbers. */
export const MEDIA_EDGES: Edges = {
  'phone_number/media POST': { scopes: ['whatsapp_business_messaging'], run: upload },
};
