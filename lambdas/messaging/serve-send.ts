import type * as z from 'zod/mini';
import { Otherwise } from '../foundation/core/api.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';
import { outboundView } from './message-view.ts';
import { isAction } from './outbound-content.ts';
import { type SendDoors, sendMessage } from './send-message.ts';
import { contentOfRequest, type SendRequest } from './send-request.ts';
import { type ActionDoors, showAction } from './show-action.ts';
import type { MessageView } from './views.ts';

/** A request of `POST /v1/messages`, parsed. */
export interface SendCall {
  readonly workspace: string;
  readonly body: SendRequest;
  readonly headers: Readonly<Record<string, string>>;
}

type View = z.input<typeof MessageView>;

const shown = { done: true } as const;

/** `POST /v1/messages`: 201 sent, 202 waiting or unknown, 200 an action shown. Throws as `sendMessage`, `showAction`. */
export async function serveSend(
  { workspace, body, headers }: SendCall,
  doors: SendDoors & ActionDoors,
): Promise<View | Otherwise<View> | Otherwise<typeof shown>> {
  const content = contentOfRequest(body);
  doors.notes.fact('type', content.type);
  if (isAction(content)) {
    await showAction(workspace, body, content, doors);
    return new Otherwise(200, shown);
  }
  const row = await sendMessage({ workspace, key: headers['idempotency-key'], request: body, content }, doors);
  const view = viewOf(row);
  return row.state === 'sent' ? view : new Otherwise(202, view);
}

/** A message of ours as it stands in our row: what Meta told since is read by its id. */
export const viewOf = (row: OutboundMessage): View => outboundView(row, undefined, undefined);
