import { beforeAll, expect, it } from '@jest/globals';
import { describeWithShared, specsDir } from '../shared-material.ts';
import { checkAnswers } from './check-answers.ts';
import { readSpecs } from './read-specs.ts';
import { type Tour, tour } from './tour.ts';

/** Answers with nothing in them say nothing of the simulator. */
const isEmpty = (answer: unknown) => /"data":\[\]/.test(JSON.stringify(answer));

describeWithShared(
  'every answer of the simulator',
  (folder) => {
    const specs = readSpecs(folder);
    let seen: Tour;
    let rows: Parameters<typeof checkAnswers>[0];
    beforeAll(async () => {
      seen = await tour();
      rows = [...seen.rows.values()].flat();
    });

    it('has only members that Meta’s specs know', () => {
      const { answers, members, violations, unknowns, unused } = checkAnswers(rows, seen.answers, specs);
      console.log([`${answers} answers, ${members} members; unknown, ${unknowns.length}:`, ...unknowns].join('\n  '));
      expect({ violations, unused }).toEqual({ violations: [], unused: [] });
      expect(rows.filter(({ status }) => status !== 200)).toEqual([]);
      expect(members).toBeGreaterThan(300);
    });

    it('has something in it', () => {
      const empty = rows.filter((_, at) => isEmpty(seen.answers[at]));
      expect(empty.map(({ node, edge }) => `${node}/${edge}`)).toEqual([]);
    });

    it.each([
      ['a member', { id: '1', nome: 'Shop' }, ['User.nome']],
      [
        'a member of a list',
        { data: [{ name: 'Shop' }, { nome: 'Shop' }], pagination: {} },
        ['(list).pagination', 'Page.nome'],
      ],
      ['a member of a member', { data: [{ instagram_business_account: { user: 'shop' } }] }, ['IGUser.user']],
    ])('is seen when it has a wrong one: %s', (_what, answer, violations) => {
      const [row] = seen.rows.get('data' in answer ? 'listPages' : 'readMe') ?? [];
      expect(checkAnswers([row!], [answer], specs).violations).toEqual(violations);
    });

    it('is counted: an answer too few or none at all fails', () => {
      expect(() => checkAnswers(rows, seen.answers.slice(1), specs)).toThrow('calls have');
      expect(() => checkAnswers([], [], specs)).toThrow('0 calls have 0 answers');
    });
  },
  specsDir(),
);
