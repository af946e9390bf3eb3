import type * as z from 'zod/mini';
import { isoTime } from '../foundation/core/clock.ts';
import { assetName } from '../foundation/core/ids.ts';
import type { Graph } from '../foundation/meta/graph.ts';
import { type Speaker, type SpeakerDoors, speakerFor } from '../foundation/store/asset-speaker.ts';
import type { AssetRow, Assets } from '../foundation/store/assets.ts';
import { pageOf } from '../foundation/store/serving-token.ts';
import type { SubscriptionWishes } from '../foundation/store/subscription-wishes.ts';
import { demandAsset } from './asset.ts';
import type { Look, ProbeGraph } from './probe-looks.ts';
import { type ProbeRule, probeRules } from './probe-rules.ts';
import { type Consent, type Finding, findingOf, lacks, missingScopes, missingTask, well } from './probe-verdict.ts';
import type { Examination, Probe } from './routes.ts';
import { wishedFields } from './webhook-fields.ts';

/** What examining may touch. */
export interface ExamineDoors extends SpeakerDoors {
  readonly assets: Pick<Assets, 'get'>;
  readonly wishes: Pick<SubscriptionWishes, 'get'>;
  readonly graph: ProbeGraph & Pick<Graph, 'inspectToken'>;
}

/**
 * What may be done with an asset, asked of Meta with the token that serves it. Each probe stands for itself: none hides
 * another, whatever fails. Throws `Failure` `not-found`; trouble with tokens is a finding, not a failure.
 */
export async function examineAsset(
  workspace: string,
  id: string,
  doors: ExamineDoors,
): Promise<z.input<typeof Examination>> {
  const row = await demandAsset(workspace, id, doors.assets);
  const fields = wishedFields(await doors.wishes.get(workspace), row.asset);
  const examine = consents(doors.graph);
  const probes = await Promise.all(probeRules[row.asset.kind].map((rule) => probe(rule, row, fields, examine, doors)));
  return { asset: assetName(row.asset), linked: row.linkedAt !== null, examinedAt: isoTime(doors.clock.now()), probes };
}

type ConsentOf = (speaker: Speaker) => Promise<Consent>;

async function probe(
  rule: ProbeRule,
  row: AssetRow,
  fields: readonly string[],
  consentOf: ConsentOf,
  doors: ExamineDoors,
): Promise<z.input<typeof Probe>> {
  const known = missingTask(rule.tasks ?? [], row.discovery?.tasks ?? []);
  try {
    const speaker = await speakerFor(row, doors, rule.edges);
    const look = lookOf(speaker, row, fields, doors.graph);
    const lack =
      missingScopes(rule.scopes, await consentOf(speaker), idsOf(look, row, speaker)) ?? (await rule.look?.(look));
    return shown(rule, lack === undefined ? well : lacks(lack));
  } catch (thrown) {
    return shown(rule, findingOf(thrown, known));
  }
}

const shown = ({ probe: name }: ProbeRule, { names, ...finding }: Finding) => ({
  probe: name,
  ...finding,
  names: [...names],
});

function lookOf({ identity }: Speaker, row: AssetRow, fields: readonly string[], graph: ProbeGraph): Look {
  const { asset, linkedAt, discovery } = row;
  const parent = discovery?.parent ?? null;
  const page = pageOf({ asset, parent });
  const bare = parent?.slice(parent.indexOf(':') + 1);
  return { graph, identity, asset, page, parent: bare, linked: linkedAt !== null, fields };
}

/** Every id by which a consent may name the asset: its own, its Page's, its business's. */
const idsOf = ({ asset, page, parent }: Look, { discovery }: AssetRow, { connection }: Speaker) =>
  [asset.id, page, parent, discovery?.ownerBusiness, connection.businessId].filter((id) => typeof id === 'string');

/**
 * What a token may really do, by Meta's word and once a token; by our row where Meta does not say (an Instagram token,
 * or no answer). An invalid token is left to the probes: their calls tell why.
 */
function consents(graph: Pick<Graph, 'inspectToken'>): ConsentOf {
  const asked = new Map<string, Promise<Consent>>();
  return ({ identity, connection, holder }) => {
    const name = `${connection.id} ${holder}`;
    const consent = asked.get(name) ?? inspect(graph, { identity, connection, holder });
    asked.set(name, consent);
    return consent;
  };
}

async function inspect(graph: Pick<Graph, 'inspectToken'>, { identity, connection }: Speaker): Promise<Consent> {
  const stored = { granted: connection.granted, granular: connection.granular };
  if (identity.app.kind === 'instagram') return stored;
  try {
    const { isValid, scopes, granularScopes } = await graph.inspectToken(identity.app, identity.token);
    if (!isValid || scopes.length === 0) return stored;
    const limited = granularScopes.flatMap(({ scope, targetIds }) => (targetIds === null ? [] : [[scope, targetIds]]));
    return { granted: scopes, granular: Object.fromEntries(limited) };
  } catch {
    return stored;
  }
}
