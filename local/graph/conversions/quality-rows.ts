import { compositeScore, matchKeyFeedback, percent } from './match-keys.ts';
import type { QualityRow, Tally } from './quality.ts';

/** Meta's goal of event coverage (fact sheet §9). */
const COVERAGE_GOAL = 75;

/**
 * One row as Meta answers it, every member in the words of the samples. No browser is played: each event is taken to
 * have a twin from the browser with the same keys, so that coverage is 100 and the keys of both sides are the same.
 */
export const qualityRow = (tally: Tally): QualityRow => ({
  event_match_quality: {
    composite_score: compositeScore(tally),
    match_key_feedback: matchKeyFeedback(tally),
    diagnostics: diagnosticsOf(tally),
  },
  event_coverage: {
    percentage: 100,
    goal_percentage: COVERAGE_GOAL,
    description:
      'The percentage of events received from your Conversions API compared to unique browser events from the Meta Pixel.',
  },
  dedupe_key_feedback: [
    dedupeKey('event_id', tally.withEventId, tally.events),
    dedupeKey('external_id', tally.keys.get('external_id') ?? 0, tally.events),
    dedupeKey('fbp', tally.keys.get('fbp') ?? 0, tally.events),
  ],
  data_freshness: {
    upload_frequency: frequencyOf(tally.delaySeconds / tally.events),
    description: 'The average frequency with which instances of this event are received through the Conversions API.',
  },
  event_potential_aly_acr_increase: { percentage: Math.round((10 - compositeScore(tally)) * 30) / 10 },
  acr: { percentage: Math.round(compositeScore(tally) * 25) / 10 },
  event_name: tally.eventName,
});

function dedupeKey(key: string, withKey: number, events: number): Record<string, unknown> {
  const percentage = percent(withKey, events);
  return {
    dedupe_key: key,
    browser_events_with_dedupe_key: {
      percentage,
      description: 'The percentage of browser events that contain this dedupe key.',
    },
    server_events_with_dedupe_key: {
      percentage,
      description: 'The percentage of server events that contain this dedupe key.',
    },
    overall_browser_coverage_from_dedupe_key: {
      percentage,
      description:
        'The overall percentage of browser events that are deduped with Conversions API events using this key. This ' +
        'percentage is incremental for each dedupe key.',
    },
  };
}

/** Meta's samples say `real_time` and `hourly`; where one ends and the other begins is our reading, as is `daily`. */
function frequencyOf(delaySeconds: number): string {
  if (delaySeconds < 15 * 60) return 'real_time';
  return delaySeconds < 24 * 3600 ? 'hourly' : 'daily';
}

/** The one fault that can be seen from here: no address of the person's device. */
function diagnosticsOf({ keys, events }: Tally): Record<string, unknown>[] {
  const affected = events - (keys.get('client_ip_address') ?? 0);
  if (affected === 0) return [];
  return [
    {
      name: 'Server not sending IP addresses',
      description: 'Your server is sending events without the IP address of the customer.',
      solution: 'In your server payload, send the client_ip_address retrieved from customer interactions.',
      percentage: percent(affected, events),
      affected_event_count: affected,
      total_event_count: events,
    },
  ];
}
