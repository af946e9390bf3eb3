import type { BudgetKey, UseCase } from '../../core/usage.ts';
import type { GraphApp, GraphIdentity } from '../identity.ts';
import { bareId } from './path-id.ts';

/** The app's platform limit: calls with user and app tokens, and all that concern tokens. */
export const appBudget = ({ appId }: GraphApp): readonly BudgetKey[] => [
  { scope: 'app', id: appId, useCase: 'platform' },
];

/** A business object's own allowance, or the app's where a person's token asks (fact sheet §4). */
export const objectBudget = ({ app, holder = 'user' }: GraphIdentity, id: string, useCase: UseCase) =>
  holder === 'user' && useCase === 'pages' ? appBudget(app) : ([{ scope: 'object', id, useCase }] as const);

/** A WhatsApp number's sends: what is known of them is a pace and Meta's refusals, so one allowance is all of it. */
export const numberSends = (phoneNumberId: string): readonly BudgetKey[] => [
  { scope: 'object', id: phoneNumberId, useCase: 'whatsapp_messages' },
];

/** An ad account's allowance; ads calls are outside the app's limit. */
export const accountBudget = (adAccountId: string, useCase: UseCase): readonly BudgetKey[] => [
  { scope: 'account', id: bareId(adAccountId), useCase },
];

/** Insights have a limit of the app's own besides the account's (fact sheet §4, `app_id_util_pct`). */
export const insightsBudget = ({ app }: GraphIdentity, adAccountId: string): readonly BudgetKey[] => [
  { scope: 'app', id: app.appId, useCase: 'ads_insights' },
  ...accountBudget(adAccountId, 'ads_insights'),
];
