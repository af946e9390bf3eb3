import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { dlqNotEmpty, functionErrors, LeafAlarm, outcomes, ownMetric, workTooOld } from './monitoring/alarms.ts';

/** A person who writes waits for an answer now; after a quarter of an hour they have gone elsewhere. */
const lateSeconds = 15 * 60;

/** A medium's link lives for minutes to days, and Meta forgets what a webhook brought after seven (fact sheet §8). */
const fetchLateSeconds = 3600;

/** The gateway waits 30 s, and Meta may take most of it: a function that ends first never learns what became of its call. */
const timeoutSeconds = 29;

/** Refusals by Meta and by owners in five minutes, and media that were not had: single ones are an account's own trouble. */
const fewRefused = 5;
const fewLost = 5;

/** Word of what was sent comes within seconds: so many messages in a quarter of an hour do not stay without it by chance. */
const sentUnheard = 10;

/** What tells, channel by channel, that Meta's word about our messages still comes: statuses on WhatsApp, else echoes. */
const word = { messenger: 'echo', instagram: 'echo', whatsapp: 'status' } as const;

/** How many channels are silent: messages leave, and nothing is heard of any. */
function silentChannels(stage: string): IMetric {
  const period = Duration.minutes(15);
  const channels = Object.entries(word);
  const usingMetrics = Object.fromEntries(
    channels.flatMap(([channel, outcome]) => [
      [`${channel}Sent`, ownMetric(stage, 'OutboundMessages', { channel, outcome: 'sent' }, 'Sum', period)],
      [`${channel}Heard`, ownMetric(stage, 'InboundMessages', { channel, outcome }, 'Sum', period)],
    ]),
  );
  const silent = channels.map(
    ([name]) => `IF(FILL(${name}Sent,0) >= ${sentUnheard} AND FILL(${name}Heard,0) == 0, 1, 0)`,
  );
  return new MathExpression({ expression: silent.join(' + '), usingMetrics, label: 'silent channels', period });
}

/** Conversations: what people write is collected into threads and read, answers are sent, and what became of them kept. */
export class Messaging extends Construct {
  readonly collect: CapabilityFunction;
  readonly threads: CapabilityFunction;
  readonly send: CapabilityFunction;
  readonly deliver: CapabilityFunction;
  readonly manage: CapabilityFunction;
  readonly media: CapabilityFunction;
  readonly fetch: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Messaging');
    const { workers: reserved } = ground.config.reservedConcurrency;
    this.collect = new CapabilityFunction(this, 'messaging/collect', ground, { memoryMB: 512, reserved });
    this.threads = new CapabilityFunction(this, 'messaging/threads', ground, { memoryMB: 256 });
    this.send = new CapabilityFunction(this, 'messaging/send', ground, { memoryMB: 512, timeoutSeconds });
    this.deliver = new CapabilityFunction(this, 'messaging/deliver', ground, { memoryMB: 512, reserved });
    this.manage = new CapabilityFunction(this, 'messaging/manage', ground, { memoryMB: 512, timeoutSeconds });
    this.media = new CapabilityFunction(this, 'messaging/media', ground, { memoryMB: 256 });
    // Streams up to 100 MB between the bucket and Meta: a share of the network comes with the memory.
    this.fetch = new CapabilityFunction(this, 'messaging/fetch', ground, { memoryMB: 512, reserved });
    this.watchInbound(ground);
    this.watchSending(ground);
    this.watchFunctions(ground.config.stage);
  }

  /** What comes late or is lost belongs to the road of Meta's deliveries. */
  private watchInbound({ config: { stage, alarms }, queue }: Ground): void {
    const road = { stage, composite: 'ingest' } as const;
    const late = 'Messages of people stand in their threads late: a business answers when they have gone elsewhere.';
    const lost = 'Messages of people stand in no thread and in no list: a business never answers them.';
    const unseen = 'Pictures and files of people are fetched late; their links at Meta end, and then they are lost.';
    const gone = 'Pictures and files of people are lost: a business sees that something came, and not what.';
    workTooOld(this, { ...road, name: 'messaging/CollectLate', impact: late }, 'messaging/collect', lateSeconds);
    workTooOld(this, { ...road, name: 'messaging/FetchLate', impact: unseen }, 'messaging/fetch', fetchLateSeconds);
    dlqNotEmpty(this, { ...road, name: 'messaging/CollectDead', impact: lost }, queue('inboundMessages').dlq);
    dlqNotEmpty(this, { ...road, name: 'messaging/FetchDead', impact: gone }, queue('mediaFetches').dlq);
    if (alarms !== 'every') return;
    new LeafAlarm(
      this,
      { ...road, name: 'messaging/MediaLost', impact: gone },
      { metric: outcomes(stage, 'MediaFetches', 'gone', 'failed'), atLeast: fewLost, times: 3 },
    );
  }

  /** By who must act; what callers did wrong is a graph. */
  private watchSending({ config: { stage, alarms }, queue }: Ground): void {
    const words = { stage, composite: 'send' } as const;
    const late = 'Answers wait in their threads: people read them when they have gone elsewhere.';
    const stuck = 'Threads are not worked on as they should be: answers wait until their due time wakes them.';
    const failed = 'Answers were not sent through a fault of ours, and nobody sends them again.';
    const unknown = 'Nobody knows whether some answers arrived, and no machine sends them again: a person must decide.';
    const refused = 'Meta, or the state of an account, refuses answers one after the other: they are not sent.';
    const unheard = 'Messages are sent and nothing is heard of them: nobody sees what failed, was delivered or read.';
    new LeafAlarm(
      this,
      { ...words, name: 'messaging/OutboxOld', impact: late },
      // A thread that waits longest is looked at every 12 to 18 minutes (`settle-call.ts`, `nextTry`).
      { metric: ownMetric(stage, 'OutboxAge', {}, 'Maximum'), atLeast: lateSeconds, times: 2, within: 8 },
    );
    dlqNotEmpty(this, { ...words, name: 'messaging/DeliverDead', impact: stuck }, queue('threadWork').dlq);
    const sum = (outcome: string) => ownMetric(stage, 'OutboundMessages', { outcome }, 'Sum');
    const ours = { metric: sum('failed-us'), atLeast: 1 };
    new LeafAlarm(this, { ...words, name: 'messaging/SendsFailed', impact: failed }, ours);
    const lost = { metric: sum('outcome-unknown'), atLeast: 1 };
    new LeafAlarm(this, { ...words, name: 'messaging/SendsUnknown', impact: unknown }, lost);
    if (alarms !== 'every') return;
    const theirs = outcomes(stage, 'OutboundMessages', 'failed-meta', 'failed-owner');
    const often = { metric: theirs, atLeast: fewRefused, times: 3 };
    new LeafAlarm(this, { ...words, name: 'messaging/SendsRefused', impact: refused }, often);
    const silent = { metric: silentChannels(stage), atLeast: 1, times: 2 };
    new LeafAlarm(this, { ...words, name: 'messaging/StatusSilence', impact: unheard }, silent);
  }

  private watchFunctions(stage: string): void {
    const [road, out, api] = [
      { stage, composite: 'ingest' },
      { stage, composite: 'send' },
      { stage, composite: 'platform' },
    ] as const;
    const stuck = 'Messages of people wait in the queue; after five tries they are dead.';
    const unseen = 'Pictures and files of people wait in the queue while their links at Meta run out.';
    const mute = 'Answers cannot be handed in; callers must keep and repeat them.';
    const waiting = 'Answers that could not go at once wait in their threads.';
    const bare = 'Files cannot be uploaded, so answers go without them; what came cannot be looked at.';
    const shut = 'Threads, messages and windows cannot be read: a business sees nobody who writes.';
    const fixed = 'Templates cannot be listed or created, and threads not handed to other apps.';
    functionErrors(this, { ...road, name: 'messaging/CollectErrors', impact: stuck }, this.collect);
    functionErrors(this, { ...road, name: 'messaging/FetchErrors', impact: unseen }, this.fetch);
    functionErrors(this, { ...out, name: 'messaging/SendErrors', impact: mute }, this.send);
    functionErrors(this, { ...out, name: 'messaging/DeliverErrors', impact: waiting }, this.deliver);
    functionErrors(this, { ...out, name: 'messaging/MediaErrors', impact: bare }, this.media);
    functionErrors(this, { ...api, name: 'messaging/ThreadsErrors', impact: shut }, this.threads);
    functionErrors(this, { ...api, name: 'messaging/ManageErrors', impact: fixed }, this.manage);
  }
}
