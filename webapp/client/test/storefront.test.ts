import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Bundle, type EventFate, type PannierError, Storefront } from '../src/index.js';
import type { StorefrontOptions } from '../src/options.js';
import { anOffer, ScriptedServer, settle } from './scripted-server.js';

let server: ScriptedServer;
let shop: Storefront;
let problems: PannierError[];

async function open(options: Partial<StorefrontOptions> = {}): Promise<void> {
  shop = new Storefront({
    url: 'wss://offers.test/v1/storefront',
    token: async () => 'token',
    WebSocket: server.WebSocket,
    onProblem: (problem) => problems.push(problem),
    random: () => 0.5,
    ...options,
  });
  await settle();
}

const codes = () => problems.map((problem) => problem.code);

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00Z') });
  server = new ScriptedServer();
  problems = [];
});

afterEach(() => {
  shop?.close();
  vi.useRealTimers();
});

describe('carts and offers', () => {
  it('connects with the token and the subprotocol, then subscribes with the cart', async () => {
    await open();
    shop.follow('cart', [{ sku: 'A', quantity: 2 }]);
    const socket = await server.accept();
    expect(socket.protocols).toBe('pannier.v1');
    expect(socket.sent).toEqual([
      { type: 'connect', token: 'token' },
      { type: 'subscribe', placement: 'cart', cart: [{ sku: 'A', quantity: 2 }] },
    ]);
    expect(shop.connection.phase).toBe('connected');
  });

  it('is loading, then fresh, then updating until the newest cart is answered', async () => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    expect(cart.snapshot.freshness).toBe('loading');
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    expect(cart.snapshot).toMatchObject({ freshness: 'fresh', offer: { decision: 'd0' } });

    cart.setCart([{ sku: 'A' }]);
    await settle();
    cart.setCart([{ sku: 'A' }, { sku: 'C' }]);
    await settle();
    expect(cart.snapshot.freshness).toBe('updating');
    const [first, second] = socket.of('cart');
    socket.offer('e1', 2, first?.id, { decision: 'd1' });
    expect(cart.snapshot).toMatchObject({ freshness: 'updating', offer: { decision: 'd1' } });
    socket.offer('e1', 3, second?.id, { decision: 'd2' });
    expect(cart.snapshot).toMatchObject({ freshness: 'fresh', offer: { decision: 'd2' } });
  });

  it('takes one answer for all earlier carts, since every cart is answered by it or a newer one', async () => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    for (const sku of ['A', 'B', 'C']) {
      cart.setCart([{ sku }]);
      await settle();
    }
    expect(socket.of('cart').map((message) => message.id)).toEqual([1, 2, 3]);
    socket.offer('e1', 9, 3);
    expect(cart.snapshot.freshness).toBe('fresh');
  });

  it('sends several changes of one moment as the newest cart', async () => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    cart.setCart([{ sku: 'A' }]);
    cart.setCart([{ sku: 'B' }]);
    await settle();
    expect(socket.of('cart')).toEqual([
      { type: 'cart', id: 1, placement: 'cart', cart: [{ sku: 'B' }] },
    ]);
  });

  it('shows no offer that is older than the one shown, and none twice', async () => {
    await open();
    const cart = shop.follow('cart');
    const seen: Array<string | undefined> = [];
    cart.onChange(() => seen.push(cart.snapshot.offer?.decision));
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 5, undefined, { decision: 'new' });
    socket.offer('e1', 4, undefined, { decision: 'old' });
    socket.offer('e1', 5, undefined, { decision: 'again' });
    expect(cart.snapshot.offer?.decision).toBe('new');
    expect(seen).toEqual(['new']);
  });

  it('keeps sending while the socket has room, and then only the newest cart', async () => {
    await open({ limits: { bufferedBytes: 1_000 } });
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.bufferedAmount = 1_001;
    cart.setCart([{ sku: 'A' }]);
    shop.event({ type: 'product-viewed', sku: 'A' });
    await settle();
    cart.setCart([{ sku: 'B' }]);
    await vi.advanceTimersByTimeAsync(500);
    expect(socket.of('cart')).toEqual([]);
    expect(socket.of('event')).toEqual([]);
    socket.bufferedAmount = 0;
    await vi.advanceTimersByTimeAsync(60);
    expect(socket.of('cart').map((message) => message.cart)).toEqual([[{ sku: 'B' }]]);
    expect(socket.of('event')).toHaveLength(1);
  });

  it('says that a placement or a cart is refused, and takes the next cart', async () => {
    await open();
    const cart = shop.follow('cart');
    const other = shop.follow('nowhere');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    socket.say({ type: 'error', code: 'PLACEMENT_UNKNOWN', message: 'no', placement: 'nowhere' });
    expect(other.snapshot).toMatchObject({
      freshness: 'refused',
      problem: { code: 'PLACEMENT_UNKNOWN' },
    });
    cart.setCart([{ sku: 'A', quantity: -1 }]);
    await settle();
    socket.say({
      type: 'error',
      code: 'QUANTITY_INVALID',
      message: 'no',
      placement: 'cart',
      cart: 1,
    });
    expect(cart.snapshot.freshness).toBe('refused');
    cart.setCart([{ sku: 'A' }]);
    await settle();
    socket.offer('e1', 2, 2);
    expect(cart.snapshot).toMatchObject({ freshness: 'fresh', problem: null });
  });

  it('asks again when no offer comes, and doubts the connection in the end', async () => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    cart.setCart([{ sku: 'A' }]);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(cart.snapshot).toMatchObject({ freshness: 'stale', problem: { code: 'OFFER_TIMEOUT' } });
    expect(socket.of('cart').map((message) => message.id)).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(24_000);
    expect(socket.closedByClient).toBe(true);
    expect(server.sockets).toHaveLength(2);
  });

  it('asks anew when the prices no longer bind', async () => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1, undefined, { validUntil: new Date(Date.now() + 40_000).toISOString() });
    await vi.advanceTimersByTimeAsync(30_000);
    socket.connected(3_600_000);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(cart.snapshot.freshness).toBe('fresh');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(cart.snapshot.freshness).toBe('stale');
    expect(socket.of('cart')).toHaveLength(1);
    socket.offer('e1', 2, 1);
    expect(cart.snapshot.freshness).toBe('fresh');
  });

  it('shares a placement between its followers and leaves it with the last', async () => {
    await open();
    const one = shop.follow('cart');
    const two = shop.follow('cart');
    const socket = await server.accept();
    one.close();
    one.close();
    expect(socket.of('unsubscribe')).toEqual([]);
    two.close();
    expect(socket.of('unsubscribe')).toEqual([{ type: 'unsubscribe', placement: 'cart' }]);
  });
});

describe('a lost connection', () => {
  async function lostWhileFresh() {
    await open();
    const cart = shop.follow('cart', [{ sku: 'A' }]);
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 7);
    socket.lose();
    return cart;
  }

  async function back() {
    await vi.advanceTimersByTimeAsync(1_000);
    return server.accept();
  }

  it('makes what is shown stale at once', async () => {
    const cart = await lostWhileFresh();
    expect(cart.snapshot).toMatchObject({ freshness: 'stale', offer: { decision: 'd0' } });
    expect(shop.connection).toMatchObject({ phase: 'waiting', problem: { code: 'UNREACHABLE' } });
  });

  it('resumes with what was seen last; recovered without news is fresh again', async () => {
    const cart = await lostWhileFresh();
    const socket = await back();
    expect(socket.of('subscribe')[0]?.since).toEqual({ epoch: 'e1', offset: 7 });
    expect(cart.snapshot.freshness).toBe('stale');
    socket.subscribed('e1', 7, true);
    expect(cart.snapshot.freshness).toBe('fresh');
    expect(socket.of('cart')).toEqual([]);
  });

  it('waits for the newer offer that was missed', async () => {
    const cart = await lostWhileFresh();
    const socket = await back();
    socket.subscribed('e1', 9, true);
    expect(cart.snapshot.freshness).toBe('updating');
    socket.offer('e1', 9, undefined, { decision: 'missed' });
    expect(cart.snapshot).toMatchObject({ freshness: 'fresh', offer: { decision: 'missed' } });
  });

  it('sends the cart that changed meanwhile, which a recovered session would not look at', async () => {
    const cart = await lostWhileFresh();
    cart.setCart([{ sku: 'A' }, { sku: 'B' }]);
    const socket = await back();
    socket.subscribed('e1', 7, true);
    await settle();
    expect(socket.of('cart')).toEqual([
      { type: 'cart', id: 1, placement: 'cart', cart: [{ sku: 'A' }, { sku: 'B' }] },
    ]);
    expect(cart.snapshot.freshness).toBe('updating');
    socket.offer('e1', 8, 1);
    expect(cart.snapshot.freshness).toBe('fresh');
  });

  it('sends again the cart whose answer was lost with the connection', async () => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    cart.setCart([{ sku: 'A' }]);
    await settle();
    socket.lose();
    const next = await back();
    next.subscribed('e1', 2, true);
    await settle();
    next.offer('e1', 2, undefined, { decision: 'of whom?' });
    expect(cart.snapshot.freshness).toBe('updating');
    expect(next.of('cart').map((message) => message.id)).toEqual([2]);
    next.offer('e1', 3, 2);
    expect(cart.snapshot.freshness).toBe('fresh');
  });

  it('takes the snapshot of another epoch although its offset is lower', async () => {
    const cart = await lostWhileFresh();
    const socket = await back();
    socket.subscribed('e2', 0, false);
    expect(cart.snapshot.freshness).toBe('updating');
    socket.offer('e2', 1, undefined, { decision: 'after the restart' });
    expect(cart.snapshot).toMatchObject({
      freshness: 'fresh',
      offer: { decision: 'after the restart' },
    });
  });

  it('takes lower offsets of the same epoch when the session was forgotten', async () => {
    const cart = await lostWhileFresh();
    const socket = await back();
    socket.subscribed('e1', 2, true);
    await settle();
    socket.offer('e1', 3, socket.of('cart')[0]?.id, { decision: 'counted anew' });
    expect(cart.snapshot).toMatchObject({
      freshness: 'fresh',
      offer: { decision: 'counted anew' },
    });
  });

  it('hears nothing from a connection that it gave up', async () => {
    const cart = await lostWhileFresh();
    const [old] = server.sockets;
    old?.offer('e1', 99, undefined, { decision: 'ghost' });
    old?.lose();
    expect(cart.snapshot.offer?.decision).toBe('d0');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.sockets).toHaveLength(2);
  });

  it('comes back later and later, with jitter, and soon again after a success', async () => {
    let random = 1;
    await open({ random: () => random, limits: { backoffMillis: 100, maxBackoffMillis: 1_000 } });
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      server.newest.lose();
      const before = server.sockets.length;
      let waited = 0;
      while (server.sockets.length === before) {
        await vi.advanceTimersByTimeAsync(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    await server.accept();
    random = 0.5;
    server.newest.lose();
    await vi.advanceTimersByTimeAsync(50);
    expect(server.sockets).toHaveLength(8);
  });

  it('gives up what does not open in time', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(server.sockets[0]?.closedByClient).toBe(true);
    expect(server.sockets).toHaveLength(2);
  });

  it('asks a quiet server for a sign of life and leaves a dead one', async () => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    await vi.advanceTimersByTimeAsync(27_000);
    expect(socket.of('refresh')).toEqual([{ type: 'refresh', token: 'token' }]);
    socket.connected(3_600_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(cart.snapshot.freshness).toBe('fresh');
    await vi.advanceTimersByTimeAsync(32_500);
    expect(socket.of('refresh').length).toBe(2);
    expect(cart.snapshot.freshness).toBe('stale');
    expect(socket.closedByClient).toBe(true);
  });
});

describe('close codes and tokens', () => {
  it.each([1007, 1009, 4000, 4003])('never connects again after %i', async (code) => {
    await open();
    await server.accept();
    server.newest.lose(code, 'no');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.sockets).toHaveLength(1);
    expect(shop.connection).toMatchObject({ phase: 'closed', problem: { status: code } });
    expect(problems).toHaveLength(1);
  });

  it.each([1001, 1006, 4004, 4005, 4006])('connects again soon after %i', async (code) => {
    await open();
    await server.accept();
    server.newest.lose(code);
    await vi.advanceTimersByTimeAsync(500);
    expect(server.sockets).toHaveLength(2);
  });

  it.each([1011, 4007])('waits at least five seconds after %i', async (code) => {
    await open();
    await server.accept();
    server.newest.lose(code);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(server.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.sockets).toHaveLength(2);
  });

  it.each([4001, 4002])('fetches another token after %i, but not for ever', async (code) => {
    let tokens = 0;
    await open({ token: async () => `t${++tokens}` });
    for (let i = 0; i < 3; i++) {
      server.newest.open();
      server.newest.lose(code);
      await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(server.sockets.map((socket) => socket.sent)).toEqual([
      [{ type: 'connect', token: 't1' }],
      [{ type: 'connect', token: 't2' }],
      [{ type: 'connect', token: 't3' }],
    ]);
    expect(shop.connection.phase).toBe('closed');
  });

  it('refreshes the token before it expires, on the same connection', async () => {
    let tokens = 0;
    await open({ token: async () => `t${++tokens}` });
    const socket = await server.accept(300_000);
    await vi.advanceTimersByTimeAsync(20_000);
    socket.offer('e1', 1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(tokens).toBe(1);
    for (let passed = 40; passed < 242; passed += 10) {
      await vi.advanceTimersByTimeAsync(10_000);
      socket.offer('e1', passed);
    }
    expect(socket.of('refresh').at(-1)).toEqual({ type: 'refresh', token: 't2' });
    expect(server.sockets).toHaveLength(1);
  });

  it('tries the token callback again while the old token lasts', async () => {
    let calls = 0;
    await open({
      token: async () => {
        if (++calls === 2) throw new Error('the shop is down');
        return `t${calls}`;
      },
    });
    const socket = await server.accept(70_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(codes()).toEqual(['TOKEN_CALLBACK_FAILED']);
    expect(socket.of('refresh')).toEqual([{ type: 'refresh', token: 't3' }]);
  });

  it('waits and tries again when no token can be had at all', async () => {
    let calls = 0;
    await open({
      token: () => {
        calls++;
        return calls === 1 ? Promise.reject(new Error('down')) : new Promise(() => {});
      },
    });
    expect(shop.connection).toMatchObject({
      phase: 'waiting',
      problem: { code: 'TOKEN_CALLBACK_FAILED' },
    });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(calls).toBeGreaterThanOrEqual(2);
    expect(codes().filter((code) => code === 'TOKEN_CALLBACK_FAILED')).toHaveLength(2);
  });
});

describe('a hostile or a newer server', () => {
  it.each([
    ['no JSON', '{"type":"offer"'],
    ['no object', '[1]'],
    ['no type', '{}'],
    ['an offer without an offer', '{"type":"offer","placement":"cart","epoch":"e","offset":1}'],
    ['a price that is text', { ...priced('9') }],
    ['a price that is negative', { ...priced(-1) }],
    [
      'an offset that is no count',
      { type: 'subscribed', placement: 'cart', epoch: 'e', offset: -1, recovered: true },
    ],
    ['a heartbeat that is text', { type: 'connected', heartbeatMillis: 'soon', expiresAt: 'x' }],
    ['too much', `"${'x'.repeat(1024 * 1024)}"`],
  ])('is told of %s and goes on', async (_, data) => {
    await open();
    const cart = shop.follow('cart');
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    socket.say(data);
    expect(codes()).toEqual(['SERVER_MESSAGE_INVALID']);
    expect(cart.snapshot.offer?.decision).toBe('d0');
    socket.offer('e1', 2, undefined, { decision: 'next' });
    expect(cart.snapshot.offer?.decision).toBe('next');
  });

  it.each(['poll', 'constructor', '__proto__'])('passes over the unknown type %s', async (type) => {
    await open();
    const socket = await server.accept();
    socket.say(JSON.stringify({ type }));
    expect(problems).toEqual([]);
  });

  it('passes over placements that nobody follows', async () => {
    await open();
    const socket = await server.accept();
    socket.subscribed('e1', 0, false);
    socket.offer('e1', 1);
    expect(problems).toEqual([]);
  });

  function priced(price: unknown) {
    const offer = anOffer();
    const bundles = offer.bundles.map((bundle) => ({ ...bundle, price }));
    return {
      type: 'offer',
      placement: 'cart',
      epoch: 'e1',
      offset: 9,
      offer: { ...offer, bundles },
    };
  }
});

describe('events', () => {
  const fates = (deliveries: Array<{ done: Promise<EventFate> }>) =>
    Promise.all(deliveries.map((delivery) => delivery.done));

  it('sends again what was not acknowledged, with the id and the time of the first time', async () => {
    await open();
    const socket = await server.accept();
    const delivery = shop.event({ type: 'cart-added', sku: 'A', quantity: 2 });
    await settle();
    const [sent] = socket.of('event');
    expect(sent?.event).toMatchObject({ id: delivery.id, time: '2026-11-21T10:00:00.000Z' });
    socket.lose();
    await vi.advanceTimersByTimeAsync(1_000);
    const next = await server.accept();
    expect(next.of('event')).toEqual([sent]);
    next.say({ type: 'ack', id: delivery.id });
    next.say({ type: 'ack', id: delivery.id });
    expect(await delivery.done).toEqual({ stored: true });
    expect(shop.pendingEvents).toBe(0);
  });

  it('keeps events in order until there is a connection, and refuses aloud what is too much', async () => {
    await open({ limits: { queuedEvents: 3 } });
    const deliveries = ['A', 'B', 'C', 'D'].map((sku) =>
      shop.event({ type: 'product-viewed', sku }),
    );
    expect(await deliveries[3]?.done).toMatchObject({
      stored: false,
      problem: { code: 'QUEUE_FULL' },
    });
    expect(codes()).toEqual(['QUEUE_FULL']);
    const socket = await server.accept();
    expect(socket.of('event').map((message) => message.event.sku)).toEqual(['A', 'B', 'C']);
  });

  it('gives up what is refused for good and tries again what is not', async () => {
    await open();
    const socket = await server.accept();
    const bad = shop.event({ type: 'product-viewed', sku: '' });
    const late = shop.event({ type: 'product-viewed', sku: 'A' });
    await settle();
    socket.say({ type: 'error', code: 'ID_INVALID', message: 'sku', id: bad.id });
    socket.say({ type: 'error', code: 'OVERLOADED', message: 'later', id: late.id });
    await settle();
    expect(await bad.done).toMatchObject({ stored: false, problem: { code: 'ID_INVALID' } });
    expect(socket.of('event').filter(({ event }) => event.id === late.id)).toHaveLength(2);
  });

  it('sends again what was neither acknowledged nor refused', async () => {
    await open();
    const socket = await server.accept();
    shop.event({ type: 'product-viewed', sku: 'A' });
    await vi.advanceTimersByTimeAsync(26_500);
    socket.connected(3_600_000);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(socket.of('event')).toHaveLength(2);
  });

  it('has a bounded number under way, and stays below the rate that is allowed', async () => {
    await open({ limits: { eventsUnderWay: 4, messagesPerSecond: 10 } });
    const socket = await server.accept();
    for (let i = 0; i < 30; i++) shop.event({ type: 'product-viewed', sku: `P${i}` });
    await settle();
    expect(socket.of('event')).toHaveLength(4);
    const acknowledge = () => {
      for (const { event } of socket.of('event')) socket.say({ type: 'ack', id: event.id });
    };
    for (let i = 0; i < 10; i++) {
      acknowledge();
      await settle();
    }
    expect(socket.of('event')).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(1_100);
    acknowledge();
    await settle();
    expect(socket.of('event').length).toBeGreaterThan(10);
  });

  it('names decision, bundle and position in outcomes, and an impression once', async () => {
    await open();
    const socket = await server.accept();
    const offer = anOffer({ decision: 'd9' });
    const bundle = { ...offer.bundles[0], bundle: 3, position: 1 } as Bundle;
    shop.report('offer-shown', offer, bundle);
    expect(shop.report('offer-shown', offer, bundle)).toBeNull();
    shop.report('offer-clicked', offer, bundle, { sku: 'B' });
    await settle();
    expect(socket.of('event').map(({ event }) => event)).toMatchObject([
      { type: 'offer-shown', decision: 'd9', bundle: 3, position: 1 },
      { type: 'offer-clicked', decision: 'd9', bundle: 3, position: 1, sku: 'B' },
    ]);
  });

  it('says what is given up when the storefront is closed', async () => {
    await open();
    const deliveries = [shop.event({ type: 'product-viewed', sku: 'A' })];
    shop.close();
    expect(await fates(deliveries)).toMatchObject([{ stored: false, problem: { code: 'CLOSED' } }]);
    expect(shop.connection.phase).toBe('closed');
  });
});
