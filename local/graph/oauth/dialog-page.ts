import { escaped, htmlPage } from '../html.ts';
import type { GraphRequest } from '../http/graph-request.ts';
import type { Meta } from '../meta.ts';
import { NODE_NAMES, type Thing } from '../world/things.ts';
import { type Asked, askable, people, pickable } from './dialog.ts';

const nameOf = ({ fields, id }: Thing): string => String(fields.name ?? fields.username ?? id);

const box = (name: string, value: string, label: string): string =>
  `<label><input type="checkbox" name="${name}" value="${escaped(value)}" checked> ${escaped(label)}</label>`;

/**
 * The consent page: `#user`, `input[name="scope"]`, `input[name="asset"]`, `#allow`, `#deny`. It runs no script, so the
 * assets of everybody who can be chosen are listed; those that the chosen one does not have are ignored.
 */
export function dialogPage(meta: Meta, asked: Asked, { params, path, host, version }: GraphRequest): string {
  const who = people(meta, asked);
  const [first] = who;
  const scopes = first ? askable(meta, asked, first.id, true) : asked.scopes;
  const carried = Object.entries(params)
    .filter(([name]) => name !== 'scope')
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
  const options = who.map((one) => `<option value="${escaped(one.id)}">${escaped(nameOf(one))}</option>`);
  const action = [host, version, ...path].filter(Boolean).join('/');
  return htmlPage(
    `${nameOf(asked.app)}: consent`,
    `<main class="narrow"><h1>${escaped(nameOf(asked.app))} asks for access</h1>
<p>${asked.configuration ? 'All or nothing: untick one, and none is granted.' : 'Untick what you do not want to give.'}</p>
<form method="post" action="/${escaped(action)}">${carried.join('')}<input type="hidden" name="asked" value="${escaped(params.scope ?? '')}">
<label>You are <select id="user" name="user">${options.join('')}</select></label>
<fieldset id="scopes"><legend>It may</legend>${scopes.map((scope) => box('scope', scope, scope)).join('')}</fieldset>
${assetFields(meta, who)}
<button id="allow" name="answer" value="allow">Allow</button><button id="deny" name="answer" value="deny">Deny</button>
</form></main>`,
  );
}

function assetFields(meta: Meta, who: readonly Thing[]): string {
  const assets = new Map<string, { asset: Thing; of: string[] }>();
  for (const person of who) {
    for (const asset of pickable(meta, person)) {
      const entry = assets.get(asset.id) ?? { asset, of: [] };
      entry.of.push(nameOf(person));
      assets.set(asset.id, entry);
    }
  }
  if (assets.size === 0) return '';
  const boxes = [...assets.values()].map(({ asset, of }) =>
    box('asset', asset.id, `${NODE_NAMES[asset.kind]} ${nameOf(asset)} (${of.join(', ')})`),
  );
  return `<fieldset id="assets"><legend>For</legend>${boxes.join('')}</fieldset>`;
}

/** The page for a dialog that cannot be shown: Meta redirects nowhere then. */
export const dialogTrouble = (sentence: string): string =>
  htmlPage(
    'Cannot ask',
    `<main class="narrow"><h1>Sorry, something went wrong.</h1><p id="trouble">${escaped(sentence)}</p></main>`,
  );
