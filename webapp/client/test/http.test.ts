import { describe, expect, it } from 'vitest';
import { PannierError, ShopClient } from '../src/index.js';

/** A client whose calls are answered by a function of the request. */
function client(answer: (request: Request) => Response | Promise<Response>): ShopClient {
  return new ShopClient({
    url: 'https://offers.test/',
    shop: 'demo',
    apiKey: 'secret',
    fetch: async (input, init) => answer(new Request(input, init)),
  });
}

const problem = (call: Promise<unknown>): Promise<PannierError> =>
  call.then(
    () => {
      throw new Error('should have failed');
    },
    (e) => e,
  );

describe('ShopClient', () => {
  it('asks with the key, in JSON', async () => {
    const shop = client(async (request) => {
      expect(request.method).toBe('POST');
      expect(request.url).toBe('https://offers.test/v1/shops/demo/tokens');
      expect(request.headers.get('Authorization')).toBe('Bearer secret');
      expect(await request.json()).toEqual({ shopper: 'me' });
      return Response.json({ token: 't', expiresAt: '2026-11-21T10:00:00Z' });
    });
    expect((await shop.token({ shopper: 'me' })).token).toBe('t');
  });

  it('escapes what becomes a part of an address', async () => {
    const shop = client((request) => {
      expect(request.url).toBe(
        'https://offers.test/v1/shops/demo/products?query=a%26b%20%2F&limit=5',
      );
      return Response.json({ products: [] });
    });
    expect((await shop.search('a&b /', 5)).products).toEqual([]);
  });

  it('makes a typed error of a problem document', async () => {
    const shop = client(
      () =>
        new Response(JSON.stringify({ code: 'RATE_LIMITED', detail: 'slower', status: 429 }), {
          status: 429,
          headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '2' },
        }),
    );
    const error = await problem(shop.offers({ placement: 'cart' }));
    expect(error).toBeInstanceOf(PannierError);
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      message: 'slower',
      status: 429,
      retryAfterMillis: 2_000,
      retryable: true,
    });
  });

  it.each([
    ['a page of a proxy', () => new Response('<h1>502</h1>', { status: 502 })],
    ['no JSON', () => new Response('<h1>hello</h1>')],
    ['nothing', () => Promise.reject(new TypeError('refused'))],
  ])('calls %s unreachable', async (_, answer) => {
    const error = await problem(client(answer).decision('d'));
    expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true });
  });
});
