// @vitest-environment happy-dom
import { Storefront } from '@pannier/client';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anOffer, ScriptedServer, type ScriptedSocket } from '../../client/test/scripted-server.js';
import { EMPTY_CART } from '../src/cart.js';
import { Offers } from '../src/components/Offers.js';
import { type Shop, ShopProvider } from '../src/shop.js';

let server: ScriptedServer;
let root: Root;
let page: HTMLElement;
let shop: Shop;
/** Puts every bundle on the screen. */
let scroll: () => void;

const draw = (change: Partial<Shop> = {}) =>
  act(async () => {
    shop = { ...shop, ...change };
    root.render(
      <ShopProvider value={shop}>
        <Offers placement="cart" title="Goes well" />
      </ShopProvider>,
    );
  });

const button = (name: RegExp) => {
  const found = [...page.querySelectorAll('button')].find((one) =>
    name.test(one.getAttribute('aria-label') ?? one.textContent ?? ''),
  );
  if (found === undefined) throw new Error(`no button ${name} in ${page.innerHTML}`);
  return found;
};

const says = (socket: ScriptedSocket, say: (socket: ScriptedSocket) => void) =>
  act(async () => say(socket));

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', async () => Response.json({ sku: 'B', category: '', stock: 5 }));
  const observers: Array<() => void> = [];
  scroll = () => {
    for (const seen of observers) seen();
  };
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: (entries: Array<{ isIntersecting: boolean }>) => void) {
        observers.push(() => callback([{ isIntersecting: true }]));
      }
      observe() {}
      disconnect() {}
    },
  );
  server = new ScriptedServer();
  const storefront = new Storefront({
    url: 'ws://offers.test',
    token: async () => 'token',
    WebSocket: server.WebSocket,
  });
  shop = {
    storefront,
    cart: EMPTY_CART,
    change: vi.fn(),
    tell: (event) => void storefront.event(event),
    dismissed: new Set(),
    dismiss: vi.fn(),
    undismiss: vi.fn(),
  };
  page = document.createElement('div');
  document.body.append(page);
  root = createRoot(page);
  await draw();
});

afterEach(async () => {
  await act(async () => root.unmount());
  shop.storefront.close();
  page.remove();
  vi.unstubAllGlobals();
});

async function connected(): Promise<ScriptedSocket> {
  const socket = server.newest;
  await says(socket, (s) => {
    s.open();
    s.connected(3_600_000);
  });
  await says(socket, (s) => s.subscribed('e1', 0, false));
  return socket;
}

describe('offers on a page', () => {
  it('load, then show price, saving and reason', async () => {
    expect(page.querySelector('[aria-busy]')).not.toBeNull();
    const socket = await connected();
    await says(socket, (s) => s.offer('e1', 1));
    expect(page.querySelector('[aria-busy]')).toBeNull();
    expect(page.textContent).toContain('€9.00');
    expect(page.textContent).toContain('Save €0.50');
    expect(page.textContent).toContain('Popular right now');
  });

  it('count as shown when they are on the screen', async () => {
    const socket = await connected();
    await says(socket, (s) => s.offer('e1', 1));
    expect(socket.of('event')).toEqual([]);
    await act(async () => scroll());
    expect(socket.of('event').map(({ event }) => [event.type, event.decision])).toEqual([
      ['offer-shown', 'd0'],
    ]);
  });

  it('are taken as a whole with one click, which names the decision', async () => {
    const socket = await connected();
    await says(socket, (s) => s.offer('e1', 1));
    await act(async () => button(/^Add to cart: A bag for €9.00/).click());
    expect(socket.of('event').map(({ event }) => event)).toMatchObject([
      { type: 'offer-accepted', decision: 'd0', bundle: 0, position: 0 },
      { type: 'cart-added', sku: 'B', quantity: 1, price: 9.5, currency: 'EUR' },
    ]);
    expect(shop.change).toHaveBeenCalledWith(
      expect.objectContaining({
        type: 'add-bundle',
        bundle: expect.objectContaining({ bundle: 0 }),
      }),
    );
  });

  it('go away when nobody is interested, and the focus stays', async () => {
    const socket = await connected();
    await says(socket, (s) => s.offer('e1', 1));
    await act(async () => button(/^Not interested/).click());
    expect(socket.of('event').map(({ event }) => event.type)).toEqual(['offer-dismissed']);
    expect(shop.dismiss).toHaveBeenCalledWith('B');
    expect(document.activeElement?.textContent).toBe('Goes well');
    await draw({ dismissed: new Set(['B']) });
    expect(page.querySelector('article')).toBeNull();
    await act(async () => button(/Show again/).click());
    expect(shop.undismiss).toHaveBeenCalled();
  });

  it('follow the cart, and cannot be taken while they do', async () => {
    const socket = await connected();
    await says(socket, (s) => s.offer('e1', 1));
    const line = { sku: 'A', title: 'A', price: 1, quantity: 2 };
    await draw({ cart: { ...EMPTY_CART, lines: [line] } });
    expect(socket.of('cart').map((message) => message.cart)).toEqual([[{ sku: 'A', quantity: 2 }]]);
    expect(button(/^Add/).disabled).toBe(true);
    await says(socket, (s) => s.offer('e1', 2, 1, { decision: 'd1' }));
    expect(button(/^Add/).disabled).toBe(false);
    await draw({ cart: { ...EMPTY_CART, lines: [{ ...line }] } });
    expect(socket.of('cart')).toHaveLength(1);
  });

  it('say that they are old when the connection is lost', async () => {
    const socket = await connected();
    await says(socket, (s) => s.offer('e1', 1));
    await says(socket, (s) => s.lose());
    expect(page.textContent).toContain('The connection was lost');
    expect(button(/^Add/).disabled).toBe(true);
  });

  it('say why there are none', async () => {
    const socket = await connected();
    await says(socket, (s) =>
      s.offer('e1', 1, undefined, { bundles: [], reason: 'everything is in the cart' }),
    );
    expect(page.textContent).toContain('everything is in the cart');
  });

  it('show titles as text, whatever is in them', async () => {
    const socket = await connected();
    const offer = anOffer();
    const bundles = offer.bundles.map((bundle) => ({
      ...bundle,
      items: bundle.items.map((item) => ({ ...item, title: '<img src=x onerror=alert(1)>' })),
    }));
    await says(socket, (s) => s.offer('e1', 1, undefined, { bundles }));
    expect(page.querySelector('img')).toBeNull();
    expect(page.textContent).toContain('<img src=x');
  });

  it('leave the placement with the page', async () => {
    const socket = await connected();
    await act(async () => root.render(null));
    expect(socket.of('unsubscribe')).toEqual([{ type: 'unsubscribe', placement: 'cart' }]);
  });
});
