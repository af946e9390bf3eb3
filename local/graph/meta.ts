import { type ConversionRecord, createConversionRecord } from './conversions/conversion-record.ts';
import { createPoison, type Poison } from './conversions/poison.ts';
import { createQuality, type Quality } from './conversions/quality.ts';
import { type CallJournal, createCallJournal } from './http/call-journal.ts';
import { createGraphFaults, type GraphFaults } from './http/graph-faults.ts';
import { createUsage, type Usage } from './http/usage.ts';
import { createMessaging, type Messaging, resetMessaging } from './messaging/messaging.ts';
import type { Settings } from './settings.ts';
import type { SendOrder } from './webhooks/delivery.ts';
import type { Post } from './webhooks/post-once.ts';
import { type Clock, simulatedClock } from './world/clock.ts';
import { type Codes, createCodes } from './world/codes.ts';
import { DEMO_WORLD } from './world/demo-world.ts';
import { createGrants, type Grants } from './world/grants.ts';
import { createSubscriptions, type Subscriptions } from './world/subscriptions.ts';
import type { App } from './world/things.ts';
import { createTokens, type Tokens } from './world/tokens.ts';
import { createWorld, type World } from './world/world.ts';

/** The pretended Meta: everything that a Graph call can read or change. */
export type Meta = {
  clock: Clock;
  world: World;
  tokens: Tokens;
  grants: Grants;
  codes: Codes;
  subscriptions: Subscriptions;
  usage: Usage;
  faults: GraphFaults;
  calls: CallJournal;
  /** The events that were committed, what is said of their quality, and those that are refused on purpose. */
  conversions: ConversionRecord;
  quality: Quality;
  poison: Poison;
  /** What was sent to people, who wrote, and what follows a message. */
  messaging: Messaging;
  settings(): Settings;
  post: Post;
};

/** A fresh Meta with the demo world; `send` posts its own webhooks. */
export function createMeta(settings: () => Settings, post: Post, send: (order: SendOrder) => void): Meta {
  const clock = simulatedClock();
  return {
    clock,
    world: createWorld(DEMO_WORLD),
    tokens: createTokens(clock),
    grants: createGrants(),
    codes: createCodes(clock),
    subscriptions: createSubscriptions(),
    usage: createUsage(clock),
    faults: createGraphFaults(),
    calls: createCallJournal(clock),
    conversions: createConversionRecord(clock),
    quality: createQuality(),
    poison: createPoison(),
    messaging: createMessaging(clock, send),
    settings,
    post,
  };
}

/** Puts the demo world back and ends every token, code, grant and subscription; clock, faults and what was recorded stay. */
export function resetWorld(meta: Meta): void {
  meta.world.reset();
  for (const part of [meta.tokens, meta.grants, meta.codes, meta.subscriptions]) part.clear();
  resetMessaging(meta.messaging);
}

/** The answer of this request never arrived: what it committed is marked. */
export function loseAnswer({ conversions, messaging }: Meta, request: object): void {
  conversions.lose(request);
  messaging.sent.lose(request);
}

/** The secret of an app: its own, else that of the settings; null when none is set. */
export function secretOf(meta: Meta, app: App): string | null {
  const { appSecret, instagramAppSecret } = meta.settings();
  if (app.secret !== null) return app.secret;
  return app.platform === 'instagram' ? (instagramAppSecret ?? appSecret) : appSecret;
}

/** The app of this id; undefined when there is none, or it is something else. */
export function appOf(meta: Meta, id: string): App | undefined {
  const thing = meta.world.find(id);
  return thing?.kind === 'app' ? thing : undefined;
}
