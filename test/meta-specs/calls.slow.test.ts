import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithShared, specsDir } from '../shared-material.ts';
import { checkJournal, type JournalRow } from './check-calls.ts';
import { readSpecs } from './read-specs.ts';
import { type Tour, tour } from './tour.ts';

/** Calls of a `Graph` that left no row in the journal. A download is no call of Meta's Graph, so it has none. */
const silentIn = ({ methods, rows }: Tour) =>
  methods.filter((name) => name !== 'downloadMedia' && !rows.get(name)?.length);

const row: JournalRow = {
  id: 'c1',
  host: 'graph.facebook.com',
  method: 'GET',
  node: 'Page',
  edge: null,
  params: {},
  status: 200,
  proof: 'ok',
  inBatch: false,
};
const agencies = { ...row, edge: 'agencies', method: 'POST' };

describeWithShared(
  'every call of the Graph',
  (folder) => {
    const specs = readSpecs(folder);
    const violationsOf = (one: JournalRow) => checkJournal([one], specs).violations;
    let seen: Tour;
    beforeAll(async () => {
      seen = await tour();
    });

    it('is in the journal', () => {
      expect(seen.methods.length).toBeGreaterThan(35);
      expect(silentIn(seen)).toEqual([]);
    });

    it('names edges, parameters, values and fields that Meta’s specs know', () => {
      const found = checkJournal([...seen.rows.values()].flat(), specs);
      const { violations, unknowns, unused, nodeless } = found;
      console.log(
        [
          `${found.calls} calls of ${seen.methods.length} methods, ${found.edges.length} edges, ` +
            `${found.checked} parameters and fields checked, ${violations.length} violations`,
          `unknown to the specs, ${unknowns.length}:`,
          ...unknowns,
        ].join('\n  '),
      );
      expect({ violations, unused, nodeless }).toEqual({ violations: [], unused: [], nodeless: 0 });
      expect(found.calls).toBeGreaterThan(80);
      expect(found.checked).toBeGreaterThan(300);
    });

    it('is missed when it was not made', async () => {
      expect(silentIn(await tour(['readPixel', 'readNodes']))).toEqual(['readNodes', 'readPixel']);
    });

    it.each<[string, JournalRow, readonly string[]]>([
      ['an edge', { ...row, edge: 'agents' }, ['the specs do not know Page/agents GET']],
      ['a method', { ...row, edge: 'insights', method: 'DELETE' }, ['the specs do not know Page/insights DELETE']],
      [
        'a path without a node',
        { ...row, node: 'oauth/token' },
        ['the specs do not know graph.facebook.com/oauth/token GET'],
      ],
      [
        'a parameter',
        { ...agencies, params: { business: '1', tasks: '[]' } },
        ['the specs do not know Page/agencies POST ?tasks'],
      ],
      [
        'a parameter of a path without a node',
        { ...row, node: 'debug_token', params: { input_token: '…', output_token: '…' } },
        ['the specs do not know graph.facebook.com/debug_token GET ?output_token'],
      ],
      ['a required parameter that is not there', agencies, ['Page/agencies POST lacks ?business']],
      [
        'a value of a list',
        { ...agencies, params: { business: '1', permitted_tasks: '["ANALYZE","ANALYSE"]' } },
        ['Page/agencies POST ?permitted_tasks may not be ANALYSE'],
      ],
      [
        'a value of an enum in the other file',
        {
          ...row,
          node: 'WhatsAppBusinessPhoneNumber',
          edge: 'register',
          method: 'POST',
          params: { messaging_product: 'sms', pin: '…' },
        },
        ['WhatsAppBusinessPhoneNumber/register POST ?messaging_product may not be sms'],
      ],
      [
        'a number',
        { ...row, node: 'Business', edge: 'client_pages', method: 'POST', params: { page_id: 'P1' } },
        ['Business/client_pages POST ?page_id may not be P1'],
      ],
      ['a field', { ...row, params: { fields: 'id,nome' } }, ['the specs do not know Page.nome']],
      [
        'a field of a field',
        { ...row, params: { fields: 'name,instagram_business_account{id,user}' } },
        ['the specs do not know IGUser.user'],
      ],
    ])('sees a wrong one: %s', (_what, wrong, sentences) => {
      expect(violationsOf(wrong)).toEqual(sentences);
    });

    it('is told by the reasons which of them nobody needs', () => {
      const reasons = { calls: {}, names: { 'Page.name': 'was unknown once', 'Page.tasks': 'is unknown' } };
      const { unused, unknowns } = checkJournal([{ ...row, params: { fields: 'name,tasks' } }], specs, reasons);
      expect({ unused, unknowns }).toEqual({ unused: ['Page.name'], unknowns: ['Page.tasks: is unknown'] });
    });
  },
  specsDir(),
);

describe('a check of calls', () => {
  it('fails when it looked at none', () => {
    expect(() => checkJournal([], new Map())).toThrow('no call that could be checked');
    expect(() => checkJournal([{ ...row, node: '990000000000099' }], new Map())).toThrow('no call');
  });
});
