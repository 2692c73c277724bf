import type { Cart } from './cart.js';

export type Product = {
  sku: string;
  title: string;
  category: string;
  brand: string;
  colour: string;
  stock: number;
  price: number;
  currency: string;
};

export type ProductPage = {
  products: Product[];
  total: number;
  categories: Array<{ path: string; count: number }>;
};

export type Receipt = {
  order: string;
  total: number;
  listTotal: number;
  saving: number;
  currency: string;
};

/** What the shop's own server answers when it does not do what was asked. */
export class ShopError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const BASE = '/store/api';

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(BASE + path, init);
  } catch {
    throw new ShopError(0, 'UNREACHABLE', 'The shop cannot be reached.');
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    const notHere = response.status === 404 && path === '/session';
    throw new ShopError(
      response.status,
      body?.code ?? '',
      notHere
        ? 'This shop only opens when the program was started by “ops/pannier demo”.'
        : (body?.detail ?? `The shop answered ${response.status}.`),
    );
  }
  return body as T;
}

const post = <T>(path: string, body: unknown) =>
  call<T>(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Names this tab, so that it has offers of its own and finds them again after a reload. */
export function tab(): string {
  let name = sessionStorage.getItem('pannier-demo-tab');
  if (name === null) {
    const random = crypto.getRandomValues(new Uint8Array(8));
    name = `tab-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    sessionStorage.setItem('pannier-demo-tab', name);
  }
  return name;
}

export const session = () => post<{ token: string; currency: string }>('/session', { tab: tab() });

export function products(
  query: string,
  category: string,
  offset: number,
  limit: number,
): Promise<ProductPage> {
  const search = new URLSearchParams({ query, category, offset: `${offset}`, limit: `${limit}` });
  return call(`/products?${search}`);
}

const known = new Map<string, Promise<Product>>();

/** A product; asked for once. */
export function product(sku: string): Promise<Product> {
  let found = known.get(sku);
  if (found === undefined) {
    found = call<Product>(`/products/${encodeURIComponent(sku)}`);
    known.set(sku, found);
    found.catch(() => known.delete(sku));
  }
  return found;
}

export function know(products: readonly Product[]): void {
  for (const one of products) known.set(one.sku, Promise.resolve(one));
}

export const order = (cart: Cart) =>
  post<Receipt>('/orders', {
    tab: tab(),
    lines: cart.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    bundles: cart.bundles.map(({ decision, bundle }) => ({ decision, bundle })),
  });
