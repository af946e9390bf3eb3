import * as z from 'zod/mini';

// Meta's answer is taken as it comes: what is missing or of another type is null, and nothing in it is an error.
const text = z.catch(z.nullable(z.string()), null);
const amount = z.catch(
  z.nullable(
    z.pipe(
      z.transform((value: unknown) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value)),
      z.number(),
    ),
  ),
  null,
);
const members = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.catch(z.nullable(z.object(shape)), null);
const rate = members({ percentage: amount });

/** Items that are no objects, or a list that is none, are left out. */
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.pipe(
    z.catch(z.array(members(shape)), []),
    z.transform((items) => items.filter((item) => item !== null)),
  );

const dedupe = list({
  dedupe_key: text,
  browser_events_with_dedupe_key: rate,
  server_events_with_dedupe_key: rate,
  overall_browser_coverage_from_dedupe_key: rate,
});

const row = members({
  event_name: text,
  event_match_quality: members({
    composite_score: amount,
    match_key_feedback: list({ identifier: text, coverage: rate, potential_aly_acr_increase: rate }),
    diagnostics: list({ solution: text, percentage: amount }),
  }),
  event_coverage: members({ percentage: amount, goal_percentage: amount }),
  // Meta's table has the short spelling, its working examples the long one (fact sheet §9).
  dedupe_key_feedback: dedupe,
  dedup_key_feedback: dedupe,
  data_freshness: members({ upload_frequency: text }),
});

const feedbackOf = (match: NonNullable<z.infer<typeof row>>['event_match_quality']) =>
  (match?.match_key_feedback ?? []).map(({ identifier, coverage, potential_aly_acr_increase }) => ({
    identifier,
    coverage: coverage?.percentage ?? null,
    potential: potential_aly_acr_increase?.percentage ?? null,
  }));

const dedupeOf = (feedback: z.infer<typeof dedupe>) =>
  feedback.map((one) => ({
    key: one.dedupe_key,
    browser: one.browser_events_with_dedupe_key?.percentage ?? null,
    server: one.server_events_with_dedupe_key?.percentage ?? null,
    overall: one.overall_browser_coverage_from_dedupe_key?.percentage ?? null,
  }));

/** One row of Meta's list `web` as far as we understand it: parses anything. Percentages are 0 to 100, the score 0 to 10. */
export const MetaQuality = z.pipe(
  row,
  z.transform((row) => ({
    eventName: row?.event_name ?? null,
    score: row?.event_match_quality?.composite_score ?? null,
    feedback: feedbackOf(row?.event_match_quality ?? null),
    diagnostics: row?.event_match_quality?.diagnostics ?? [],
    coverage: row?.event_coverage?.percentage ?? null,
    goal: row?.event_coverage?.goal_percentage ?? null,
    dedupe: dedupeOf(row?.dedupe_key_feedback.length ? row.dedupe_key_feedback : (row?.dedup_key_feedback ?? [])),
    frequency: row?.data_freshness?.upload_frequency ?? null,
  })),
);
export type MetaQuality = z.infer<typeof MetaQuality>;

/** What stays of a row in the history: cheap, for there are many. */
export const MetaScore = z.pipe(
  members({
    event_name: text,
    event_match_quality: members({ composite_score: amount }),
    event_coverage: members({ percentage: amount }),
  }),
  z.transform((row) => ({
    eventName: row?.event_name ?? null,
    score: row?.event_match_quality?.composite_score ?? null,
    coverage: row?.event_coverage?.percentage ?? null,
  })),
);
