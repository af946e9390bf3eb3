import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connectionStates } from '../../../../lambdas/foundation/store/entities/connection.ts';
import { servingTokens } from '../../../../lambdas/foundation/store/serving-token.ts';
import { tokenKinds } from '../../../../lambdas/foundation/store/token-vault.ts';
import { connection } from '../../assets/world.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');
const page = { asset: { kind: 'page', id: '7' }, parent: null } as const;
const token = (kind: (typeof tokenKinds)[number], subject = 'me', expiresAt: string | null = null) => ({
  kind,
  subject,
  expiresAt,
  dataAccessExpiresAt: null,
});
const chosen = (...args: Parameters<typeof servingTokens>) =>
  servingTokens(...args).map(({ ref }) => `${ref.connectionId} ${ref.kind} ${ref.subject}`);

describe('the token that serves an asset', () => {
  const person = connection('person', { tokens: [token('user')] });
  const system = connection('system', { tokens: [token('system-user')] });

  it('is the system user’s, then the Page’s, then the person’s', () => {
    expect(chosen(page, [person, system], now)).toEqual([
      'system system-user me',
      'person page 7',
      'system page 7',
      'person user me',
    ]);
  });

  it('is the Page’s own where only a Page may ask', () => {
    expect(chosen({ ...page, edges: 'page' }, [person, system], now).slice(0, 2)).toEqual([
      'person page 7',
      'system page 7',
    ]);
  });

  it('is somebody’s of the business where access is given', () => {
    expect(chosen({ ...page, edges: 'business' }, [person, system], now).slice(0, 2)).toEqual([
      'system system-user me',
      'person user me',
    ]);
  });

  it('is its Page’s for an Instagram account, and Instagram’s own serves nothing else', () => {
    const gram = connection('gram', { tokens: [token('instagram')] });
    const hanging = { asset: { kind: 'instagram', id: '17' }, parent: 'page:7' } as const;
    expect(chosen(hanging, [person], now)).toEqual(['person page 7', 'person user me']);
    expect(chosen({ ...hanging, parent: null }, [gram, person], now)).toEqual(['gram instagram me', 'person user me']);
    expect(chosen({ asset: { kind: 'ad_account', id: '4' }, parent: null }, [gram], now)).toEqual([]);
  });

  it('is none of a dead connection, and none that has run out', () => {
    const dead = connectionStates.filter((state) => state === 'needs_reauth' || state === 'disconnected');
    expect(dead).toHaveLength(2);
    for (const state of dead) expect(chosen(page, [{ ...person, state }], now)).toEqual([]);
    const account = { asset: { kind: 'ad_account', id: '4' }, parent: null } as const;
    const over = connection('over', { tokens: [token('user', 'me', '2026-11-21T10:00:00.000Z')] });
    const living = connection('living', { tokens: [token('user', 'me', '2026-11-21T10:00:00.001Z')] });
    expect(chosen(account, [over, living], now)).toEqual(['living user me']);
  });

  const connections = fc.array(
    fc.record({
      id: fc.string({ minLength: 1 }),
      state: fc.constantFrom(...connectionStates),
      tokens: fc.array(
        fc.record({
          kind: fc.constantFrom(...tokenKinds),
          subject: fc.constantFrom('me', '7', '8'),
          expiresAt: fc.option(fc.constantFrom('2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z')),
          dataAccessExpiresAt: fc.constant(null),
        }),
      ),
    }),
  );

  it('never is another Page’s, whatever is connected, and never goes back in rank', () => {
    const ranks: Record<string, number> = { 'system-user': 0, business: 0, page: 1, instagram: 2, user: 2 };
    fc.assert(
      fc.property(connections, (some) => {
        const found = servingTokens(
          page,
          some.map(({ id, ...more }) => connection(id, more)),
          now,
        );
        for (const { ref, connection: of } of found) {
          expect(ref.kind === 'page' ? ref.subject : '7').toBe('7');
          expect(['disconnected', 'needs_reauth']).not.toContain(of.state);
        }
        const order = found.map(({ ref }) => ranks[ref.kind] ?? -1);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });
});
