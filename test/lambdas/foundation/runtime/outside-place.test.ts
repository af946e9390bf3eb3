import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outsidePlace } from '../../../../lambdas/foundation/runtime/outside-place.ts';

const hosts = ['lookaside.fbsbx.com', '.fbcdn.net'];
const open = '157.240.1.1';
const forbidden = { name: 'Failure', kind: 'forbidden' };
const place = (address: string, addresses: readonly string[] = [open], base?: URL) => {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    return addresses;
  };
  return outsidePlace({ address, base, hosts }, { resolve }).then((found) => ({ ...found, asked }));
};

describe('an address that may be called', () => {
  it.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2',
    'https://scontent.xx.fbcdn.net/v/a.jpg?_nc=1',
    'https://SCONTENT.XX.FBCDN.NET:443/a.jpg#part',
  ])('is on a host of the list: %s', async (address) => {
    const { url, pinned, asked, simulated } = await place(address);
    expect([pinned, asked, simulated]).toEqual([{ address: open, family: 4 }, [url.hostname], undefined]);
  });

  it('is pinned to the first of its addresses', async () => {
    const { pinned } = await place('https://a.fbcdn.net/', ['2a03:2880:f1ff::1', open]);
    expect(pinned).toEqual({ address: '2a03:2880:f1ff::1', family: 6 });
  });

  it.each([
    ['plain HTTP', 'http://lookaside.fbsbx.com/'],
    ['another scheme', 'ftp://lookaside.fbsbx.com/'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/html,x'],
    ['no URL', 'lookaside.fbsbx.com/a'],
    ['nothing', ''],
    ['another host', 'https://example.com/'],
    ['the host of a suffix itself', 'https://fbcdn.net/'],
    ['a host that ends alike', 'https://evilfbcdn.net/'],
    ['a host that begins alike', 'https://lookaside.fbsbx.com.example.com/'],
    ['a host below an exact one', 'https://x.lookaside.fbsbx.com/'],
    ['a dot at the end', 'https://lookaside.fbsbx.com./'],
    ['a name in front', 'https://lookaside.fbsbx.com@example.com/'],
    ['a name and a password', 'https://user:word@lookaside.fbsbx.com/'],
    ['another port', 'https://lookaside.fbsbx.com:8443/'],
    ['a backslash', 'https://example.com\\@lookaside.fbsbx.com/'],
    ['letters that look alike', 'https://lооkaside.fbsbx.com/'],
    ['a redirect without a scheme', '//example.com/a'],
  ])('is not one with %s', async (_what, address) => {
    const base = address.startsWith('//') ? new URL('https://lookaside.fbsbx.com/') : undefined;
    await expect(place(address, [open], base)).rejects.toMatchObject(forbidden);
  });

  it('may be spelt in wide letters: the parser makes them one host', async () => {
    expect((await place('https://ｌｏｏｋａｓｉｄｅ.fbsbx.com/')).url.hostname).toBe('lookaside.fbsbx.com');
  });

  it.each([
    ['a private one', ['10.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['a private one among public ones', [open, '192.168.1.1']],
    ['loopback in IPv6', ['::1']],
    ['a mapped one', ['::ffff:127.0.0.1']],
    ['none', []],
  ])('is not one whose host resolves to %s', async (_what, addresses) => {
    await expect(place('https://lookaside.fbsbx.com/', addresses)).rejects.toMatchObject(forbidden);
  });

  it('is never a bare address, however it is written', async () => {
    const byte = fc.integer({ min: 0, max: 255 });
    let looked = 0;
    await fc.assert(
      fc.asyncProperty(byte, byte, byte, byte, async (a, b, c, d) => {
        const whole = ((a * 256 + b) * 256 + c) * 256 + d;
        const forms = [
          `${a}.${b}.${c}.${d}`,
          `${whole}`,
          `0x${whole.toString(16)}`,
          `0${whole.toString(8)}`,
          `0x${a.toString(16)}.${b}.${c}.${d}`,
          `0${a.toString(8)}.0${b.toString(8)}.${c}.${d}`,
          `${a}.${b}.${c * 256 + d}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
          `[::${a}.${b}.${c}.${d}]`,
          `${a}.${b}.${c}.${d}.`,
          `${a}。${b}。${c}。${d}`,
        ];
        for (const form of forms) {
          for (const address of [`https://${form}/`, `https://lookaside.fbsbx.com@${form}/`]) {
            await expect(place(address)).rejects.toMatchObject(forbidden);
            looked += 1;
          }
        }
      }),
      { numRuns: 50 },
    );
    expect(looked).toBe(50 * 24);
  });

  it('is where the simulator plays its host, and no name is resolved', async () => {
    const resolve = async () => {
      throw new Error('nobody shall be asked');
    };
    const simulator = 'http://127.0.0.1:4700';
    const wanted = { address: 'https://a.fbcdn.net/x.png?y=1', hosts };
    const { simulated } = await outsidePlace(wanted, { resolve, simulator });
    expect(simulated?.href).toBe('http://127.0.0.1:4700/a.fbcdn.net/x.png?y=1');
    const elsewhere = outsidePlace({ ...wanted, address: `${simulator}/x.png` }, { resolve, simulator });
    await expect(elsewhere).rejects.toMatchObject(forbidden);
  });
});
