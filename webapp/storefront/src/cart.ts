import type { Bundle, Offer } from '@pannier/client';
import { minorUnits } from './money.js';

/** One product in the cart. */
export type Line = {
  readonly sku: string;
  readonly title: string;
  readonly price: number;
  readonly quantity: number;
};

/** A bundle that was put into the cart as a whole, whose discount holds while it is whole. */
export type TakenBundle = {
  readonly decision: string;
  readonly bundle: number;
  readonly position: number;
  readonly items: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>;
  readonly discount: number;
};

export type Cart = {
  readonly currency: string;
  readonly lines: readonly Line[];
  readonly bundles: readonly TakenBundle[];
};

export const EMPTY_CART: Cart = { currency: 'EUR', lines: [], bundles: [] };

export type CartChange =
  | { type: 'add'; product: Omit<Line, 'quantity'>; quantity: number; currency: string }
  | { type: 'add-bundle'; offer: Offer; bundle: Bundle }
  | { type: 'set-quantity'; sku: string; quantity: number }
  | { type: 'drop-discounts' }
  | { type: 'clear' };

export function changed(cart: Cart, change: CartChange): Cart {
  switch (change.type) {
    case 'add':
      return {
        ...cart,
        currency: change.currency,
        lines: added(cart.lines, change.product, change.quantity),
      };
    case 'add-bundle': {
      const { offer, bundle } = change;
      const taken: TakenBundle = {
        decision: offer.decision,
        bundle: bundle.bundle,
        position: bundle.position,
        items: bundle.items.map(({ sku, quantity }) => ({ sku, quantity })),
        discount: bundle.discount,
      };
      return {
        currency: bundle.currency,
        lines: bundle.items.reduce((lines, item) => added(lines, item, item.quantity), cart.lines),
        bundles: [...cart.bundles, taken],
      };
    }
    case 'set-quantity': {
      const lines = cart.lines
        .map((line) => (line.sku === change.sku ? { ...line, quantity: change.quantity } : line))
        .filter((line) => line.quantity > 0);
      return { ...cart, lines, bundles: whole(cart.bundles, lines) };
    }
    case 'drop-discounts':
      return { ...cart, bundles: [] };
    case 'clear':
      return { ...cart, lines: [], bundles: [] };
  }
}

function added(lines: readonly Line[], product: Omit<Line, 'quantity'>, quantity: number) {
  const { sku, title, price } = product;
  const known = lines.some((line) => line.sku === sku);
  return known
    ? lines.map((line) =>
        line.sku === sku ? { ...line, price, quantity: line.quantity + quantity } : line,
      )
    : [...lines, { sku, title, price, quantity }];
}

/** The bundles, oldest first, that the lines still hold completely. */
function whole(bundles: readonly TakenBundle[], lines: readonly Line[]): TakenBundle[] {
  const left = new Map(lines.map((line) => [line.sku, line.quantity]));
  return bundles.filter((bundle) => {
    const holds = bundle.items.every(({ sku, quantity }) => (left.get(sku) ?? 0) >= quantity);
    if (holds) {
      for (const { sku, quantity } of bundle.items) {
        left.set(sku, (left.get(sku) ?? 0) - quantity);
      }
    }
    return holds;
  });
}

/** Amounts in minor units. */
export function totals(cart: Cart): { list: number; saving: number; total: number } {
  const minor = (amount: number) => minorUnits(amount, cart.currency);
  const list = cart.lines.reduce((sum, line) => sum + minor(line.price) * line.quantity, 0);
  const saving = cart.bundles.reduce((sum, bundle) => sum + minor(bundle.discount), 0);
  return { list, saving, total: list - saving };
}

export function units(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}

const KEY = 'pannier-demo-cart';

/** The cart of an earlier visit, if the browser kept one that can be read. */
export function remembered(storage: Storage): Cart {
  try {
    const cart = JSON.parse(storage.getItem(KEY) ?? 'null') as Cart | null;
    if (
      cart !== null &&
      typeof cart.currency === 'string' &&
      Array.isArray(cart.lines) &&
      Array.isArray(cart.bundles)
    ) {
      return cart;
    }
  } catch {
    // A cart of another version is no cart.
  }
  return EMPTY_CART;
}

export function remember(storage: Storage, cart: Cart): void {
  try {
    storage.setItem(KEY, JSON.stringify(cart));
  } catch {
    // Full or forbidden: the cart lives as long as the page.
  }
}
