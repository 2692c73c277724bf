import type { Bundle } from '@pannier/client';
import { describe, expect, it } from 'vitest';
import { minorUnits, money } from '../src/money.js';
import { reason } from '../src/reasons.js';
import { catalogueLink, parse, productLink } from '../src/route.js';

const because = (...reasons: Bundle['reasons']) => ({ reasons }) as unknown as Bundle;

describe('the words for a shopper', () => {
  it('names what is in the cart, without its variants', () => {
    const bundle = because(
      { kind: 'popular', sku: 'B', text: 'Popular right now' },
      { kind: 'co-purchase', sku: 'A', because: 'C', text: 'long' },
    );
    expect(reason(bundle, () => 'Fjordby mug, Sage, 250 ml')).toBe('Often bought with Fjordby mug');
    expect(reason(bundle, () => undefined)).toBe('long');
  });

  it('speaks of no lift and no constraint', () => {
    const lift = { kind: 'complement', text: 'bought together 3.2 times as often as by chance' };
    expect(reason(because(lift), () => undefined)).toBe('Often bought together');
    const limit = { kind: 'constraint', because: 'size', text: 'at most 4 items' };
    expect(reason(because(limit, { kind: 'saving', text: 'You save' }), () => undefined)).toBe('');
  });

  it('counts money in the decimals of its currency', () => {
    expect(minorUnits(19.99, 'EUR')).toBe(1999);
    expect(minorUnits(1999, 'JPY')).toBe(1999);
    expect(money(1999, 'EUR')).toBe('€19.99');
    expect(money(1999, 'JPY')).toBe('¥1,999');
  });
});

describe('addresses', () => {
  it('go there and back', () => {
    expect(parse(productLink('A/1 ü'))).toEqual({ page: 'product', sku: 'A/1 ü' });
    expect(parse(catalogueLink('a & b', 'Home > Vases'))).toEqual({
      page: 'home',
      query: 'a & b',
      category: 'Home > Vases',
    });
  });

  it('lead home when they lead nowhere', () => {
    for (const hash of ['', '#', '#/nowhere', '#/product/']) {
      expect(parse(hash).page).toBe('home');
    }
    expect(parse('#/product/%E0%A4%A')).toEqual({ page: 'product', sku: '%E0%A4%A' });
  });
});
