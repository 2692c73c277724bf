import type { Bundle, Offer } from '@pannier/client';
import { describe, expect, it } from 'vitest';
import { type Cart, changed, EMPTY_CART, remember, remembered, totals } from '../src/cart.js';

const offer = { decision: 'd1' } as Offer;
const bundle = {
  bundle: 2,
  position: 1,
  currency: 'EUR',
  listPrice: 30.3,
  price: 27.29,
  discount: 3.01,
  items: [
    { sku: 'A', title: 'A bag', quantity: 2, price: 10.1 },
    { sku: 'B', title: 'A box', quantity: 1, price: 10.1 },
  ],
} as Bundle;

const withBundle = () => changed(EMPTY_CART, { type: 'add-bundle', offer, bundle });
const set = (cart: Cart, sku: string, quantity: number) =>
  changed(cart, { type: 'set-quantity', sku, quantity });

describe('the cart', () => {
  it('takes a whole bundle, names its decision and counts its discount to the cent', () => {
    const cart = withBundle();
    expect(cart.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
    expect(cart.bundles).toMatchObject([{ decision: 'd1', bundle: 2, position: 1 }]);
    expect(totals(cart)).toEqual({ list: 3030, saving: 301, total: 2729 });
  });

  it('keeps the discount while the bundle is whole, and only then', () => {
    expect(totals(set(withBundle(), 'A', 3)).saving).toBe(301);
    expect(totals(set(withBundle(), 'A', 1)).saving).toBe(0);
    expect(totals(set(withBundle(), 'B', 0))).toEqual({ list: 2020, saving: 0, total: 2020 });
  });

  it('does not let two bundles claim the same product', () => {
    const twice = changed(withBundle(), { type: 'add-bundle', offer, bundle });
    expect(totals(twice).saving).toBe(602);
    const less = set(twice, 'A', 3);
    expect(less.bundles).toHaveLength(1);
    expect(totals(less).saving).toBe(301);
  });

  it('adds to a line that is there, at the newest price', () => {
    const product = { sku: 'A', title: 'A bag', price: 9 };
    const cart = changed(withBundle(), { type: 'add', product, quantity: 1, currency: 'EUR' });
    expect(cart.lines[0]).toEqual({ sku: 'A', title: 'A bag', price: 9, quantity: 3 });
  });

  it('is remembered, and forgotten when it cannot be read', () => {
    const values = new Map<string, string>();
    const storage = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => values.set(key, value),
    } as unknown as Storage;
    expect(remembered(storage)).toEqual(EMPTY_CART);
    remember(storage, withBundle());
    expect(remembered(storage)).toEqual(withBundle());
    for (const broken of ['{', '[]', '{"lines":1}', 'null']) {
      for (const key of values.keys()) values.set(key, broken);
      expect(remembered(storage)).toEqual(EMPTY_CART);
    }
  });
});
