import type { GraphIdentity, Paged, PageRequest } from '../identity.ts';
import type { MetaBody } from './json-body.ts';
import type { CreatedTemplate, MessageTemplate } from './template-shapes.ts';

/** Whose templates: a WhatsApp account's, or a Page's (Messenger's utility messages). */
export interface TemplateOwner {
  readonly kind: 'waba' | 'page';
  readonly id: string;
}

/** Which page of a list, and of which templates: those that Meta finds by `name`, those of one `status`. */
export interface TemplatePage extends PageRequest {
  readonly name?: string;
  /** Meta's word: `APPROVED`, `PENDING`, … */
  readonly status?: string;
}

/** Message templates. Each throws the `Failure` kinds of `classify-error.ts`. */
export interface TemplateCalls {
  listMessageTemplates(
    identity: GraphIdentity,
    owner: TemplateOwner,
    page?: TemplatePage,
  ): Promise<Paged<MessageTemplate>>;
  /** `body` as Meta's reference has it: `name`, `language`, `category`, `parameter_format`, `components`. */
  createMessageTemplate(identity: GraphIdentity, owner: TemplateOwner, body: MetaBody): Promise<CreatedTemplate>;
}
