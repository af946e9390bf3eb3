import { badParameter } from '../http/refusal.ts';
import { type Edge, type Edges, SUCCESS } from './edge.ts';

const scopes = ['whatsapp_business_management'];

const phoneNumbers: Edge['run'] = ({ meta, node }) => ({
  things: meta.world.of('phone_number').filter(({ waba }) => waba === node.id),
});

/** `{messaging_product, pin}`, six digits (fact sheet §2); the PIN is not kept. */
const register =
  (registered: boolean): Edge['run'] =>
  ({ meta, node, params }) => {
    if (registered && !/^\d{6}$/.test(params.pin ?? '')) throw badParameter('Param pin must be 6 characters long.');
    if (params.messaging_product !== 'whatsapp') throw badParameter('The parameter messaging_product is required.');
    meta.world.merge({ kind: 'phone_number', id: node.id, registered });
    return SUCCESS;
  };

/** Edges of WhatsApp accounts and numbers. */
export const WHATSAPP_EDGES: Edges = {
  'waba/phone_numbers GET': { scopes, run: phoneNumbers },
  'phone_number/register POST': { scopes, run: register(true) },
  'phone_number/deregister POST': { scopes, run: register(false) },
};
