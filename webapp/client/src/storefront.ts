import { Backoff } from './backoff.js';
import { afterClose } from './close-codes.js';
import { PannierError } from './errors.js';
import { type Delivery, EventQueue } from './event-queue.js';
import type { Bundle, Offer } from './generated/http.js';
import { Impressions } from './impressions.js';
import { Link } from './link.js';
import { DEFAULT_LIMITS, type Limits, type StorefrontOptions } from './options.js';
import { type NewEvent, type OutcomeType, outcome, stamped } from './outcomes.js';
import { Pace } from './pace.js';
import { type PlacementSnapshot, PlacementState } from './placement.js';
import type { Cart, ServerMessage } from './protocol.js';
import { Tokens } from './tokens.js';

/** Whether news can arrive. A new object with every change. */
export type ConnectionSnapshot = {
  readonly phase: 'connecting' | 'connected' | 'waiting' | 'closed';
  /** Why it is not connected. */
  readonly problem: PannierError | null;
};

/** A placement that is followed. */
export type Placement = {
  readonly name: string;
  readonly snapshot: PlacementSnapshot;
  /** Tells of every new snapshot; the answer stops that. */
  onChange(listener: () => void): () => void;
  /** The cart has changed. Several changes at once are sent as the newest one. */
  setCart(cart: Cart): void;
  close(): void;
};

type Followed = { state: PlacementState; listeners: Set<() => void>; followers: number };

const TICK_MILLIS = 1_000;
const CONGESTED_MILLIS = 50;
const SLOWER_FLOOR_MILLIS = 5_000;
/** After so many late answers in a row the connection itself is doubted. */
const ASKED_AGAIN = 2;
const REFUSED_TOKENS = 3;
/** One shopper's connection to an installation: what is in the cart goes out, offers come in. */
export class Storefront {
  readonly #options: StorefrontOptions;
  readonly #limits: Limits;
  readonly #queue: EventQueue;
  readonly #backoff: Backoff;
  readonly #pace: Pace;
  readonly #tokens: Tokens;
  readonly #followed = new Map<string, Followed>();
  readonly #listeners = new Set<() => void>();
  readonly #impressions = new Impressions();
  readonly #wake = () => this.#reconnectNow();
  #connection: ConnectionSnapshot = { phase: 'connecting', problem: null };
  #link: Link | null = null;
  /** Grows with every attempt, so that what an old one still brings is recognised. */
  #attempt = 0;
  #refusedTokens = 0;
  #cartId = 0;
  #heartbeatMillis = 0;
  #heardAt = 0;
  #probedAt: number | null = null;
  #openBy = Number.POSITIVE_INFINITY;
  #flushing = false;
  #ticker: ReturnType<typeof setInterval>;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #flushTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StorefrontOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { queuedEvents, eventsUnderWay, backoffMillis, maxBackoffMillis } = this.#limits;
    this.#pace = new Pace(this.#limits.messagesPerSecond);
    this.#tokens = new Tokens(() => options.token(), this.#limits.connectMillis);
    this.#queue = new EventQueue(queuedEvents, eventsUnderWay);
    this.#backoff = new Backoff(backoffMillis, maxBackoffMillis, options.random ?? Math.random);
    if (this.#WebSocket === undefined) {
      throw new Error('there is no global WebSocket here; pass one as the option WebSocket');
    }
    this.#ticker = setInterval(() => this.#tick(), TICK_MILLIS);
    globalThis.addEventListener?.('online', this.#wake);
    void this.#connect();
  }

  get connection(): ConnectionSnapshot {
    return this.#connection;
  }

  /** Events that are not on disk yet. */
  get pendingEvents(): number {
    return this.#queue.size;
  }

  /** Tells of every change of `connection`; the answer stops that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Follows a placement. Whoever follows the same one shares its cart and its offers. */
  follow(name: string, cart: Cart = []): Placement {
    let followed = this.#followed.get(name);
    if (followed === undefined) {
      const listeners = new Set<() => void>();
      const state = new PlacementState(name, cart, () => {
        for (const listener of [...listeners]) listener();
      });
      followed = { state, listeners, followers: 0 };
      this.#followed.set(name, followed);
    } else {
      followed.state.setCart(cart);
    }
    followed.followers++;
    this.#flushSoon();
    return this.#placement(followed);
  }

  /** Reports anything that happened, for example `{ type: 'cart-added', sku, quantity }`. */
  event(event: NewEvent): Delivery {
    const delivery = this.#queue.add(stamped(event));
    void delivery.done.then((fate) => fate.stored || this.#options.onProblem?.(fate.problem));
    this.#flushSoon();
    return delivery;
  }

  /**
   * Reports what a shopper did with a bundle. A bundle counts as shown once for each decision, so
   * that a page may report it whenever it draws.
   *
   * @returns null for an impression that was reported before
   */
  report(
    type: OutcomeType,
    offer: Offer,
    bundle: Bundle,
    more: Omit<NewEvent, 'type'> = {},
  ): Delivery | null {
    if (type === 'offer-shown' && !this.#impressions.first(offer, bundle)) return null;
    return this.event({ ...more, ...outcome(type, offer, bundle) });
  }

  /** Ends the connection; events that still wait are given up and say so. */
  close(): void {
    this.#finish(new PannierError('CLOSED', 'the storefront was closed'), null);
  }

  get #WebSocket() {
    return this.#options.WebSocket ?? (globalThis.WebSocket as StorefrontOptions['WebSocket']);
  }

  #placement(followed: Followed): Placement {
    const { state, listeners } = followed;
    let closed = false;
    return {
      name: state.name,
      get snapshot() {
        return state.snapshot;
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      setCart: (cart) => {
        state.setCart(cart);
        this.#flushSoon();
      },
      close: () => {
        if (closed) return;
        closed = true;
        if (--followed.followers > 0) return;
        this.#followed.delete(state.name);
        if (state.subscribed) this.#link?.send({ type: 'unsubscribe', placement: state.name });
        state.onDisconnected(null);
      },
    };
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    this.#show('connecting', this.#connection.problem);
    let token: string;
    try {
      token = await this.#tokens.fetch();
    } catch (e) {
      if (attempt === this.#attempt) this.#lost(e as PannierError, 0);
      return;
    }
    if (attempt !== this.#attempt) return;
    this.#openBy = Date.now() + this.#limits.connectMillis;
    // biome-ignore lint/style/noNonNullAssertion: the constructor has checked
    const WebSocket = this.#WebSocket!;
    try {
      this.#link = new Link(WebSocket, this.#options.url, this.#limits.serverMessage, {
        onOpen: () => this.#link?.send({ type: 'connect', token }),
        onMessage: (message) => this.#receive(message),
        onInvalid: (problem) => this.#options.onProblem?.(problem),
        onClosed: (code, reason) => this.#closed(code, reason),
      });
    } catch (cause) {
      this.#finish(new PannierError('UNREACHABLE', String(cause), { cause }), null);
    }
  }

  #receive(message: ServerMessage): void {
    const now = Date.now();
    this.#heardAt = now;
    this.#probedAt = null;
    switch (message.type) {
      case 'connected':
        this.#connected(message.heartbeatMillis, Date.parse(message.expiresAt), now);
        break;
      case 'subscribed':
        this.#followed.get(message.placement)?.state.onSubscribed(message);
        break;
      case 'offer':
        this.#followed.get(message.placement)?.state.onOffer(message, now);
        break;
      case 'ack':
        this.#queue.acknowledge(message.id);
        break;
      case 'error': {
        const problem = new PannierError(message.code, message.message);
        if (message.id !== undefined) {
          this.#queue.refuse(message.id, problem);
          break;
        }
        this.#options.onProblem?.(problem);
        // What may be tried again is asked again when its answer is overdue.
        if (message.placement !== undefined && !problem.retryable) {
          this.#followed.get(message.placement)?.state.onRefused(problem, message.cart ?? null);
        }
        break;
      }
    }
    this.#flushSoon();
  }

  #connected(heartbeatMillis: number, expiresAt: number, now: number): void {
    this.#openBy = Number.POSITIVE_INFINITY;
    this.#heartbeatMillis = heartbeatMillis;
    this.#refusedTokens = 0;
    this.#tokens.accepted(expiresAt, now);
    if (this.#connection.phase !== 'connected') {
      this.#backoff.reset();
      this.#show('connected', null);
    }
  }

  #closed(code: number, reason: string): void {
    const after = afterClose(code);
    const problem = new PannierError(
      after.code,
      `the connection was closed (${code}${reason && ` ${reason}`})`,
      { status: code },
    );
    if (after.next === 'new-token') this.#refusedTokens++;
    if (after.next === 'never' || this.#refusedTokens >= REFUSED_TOKENS) {
      this.#finish(problem, code);
    } else {
      this.#lost(problem, after.next === 'slower' ? SLOWER_FLOOR_MILLIS : 0);
    }
  }

  #lost(problem: PannierError, floorMillis: number): void {
    this.#disconnect(problem);
    this.#show('waiting', problem);
    this.#options.onProblem?.(problem);
    this.#retry = setTimeout(() => void this.#connect(), this.#backoff.next(floorMillis));
  }

  #finish(problem: PannierError, closeCode: number | null): void {
    if (this.#connection.phase === 'closed') return;
    this.#attempt++;
    clearTimeout(this.#retry);
    clearTimeout(this.#flushTimer);
    clearInterval(this.#ticker);
    globalThis.removeEventListener?.('online', this.#wake);
    this.#link?.leave();
    this.#disconnect(problem);
    this.#show('closed', problem);
    if (closeCode !== null) this.#options.onProblem?.(problem);
    this.#queue.abandon(problem);
  }

  #disconnect(problem: PannierError): void {
    this.#link = null;
    this.#openBy = Number.POSITIVE_INFINITY;
    this.#tokens.disconnected();
    this.#probedAt = null;
    this.#queue.disconnected();
    for (const { state } of this.#followed.values()) state.onDisconnected(problem);
  }

  #reconnectNow(): void {
    if (this.#connection.phase === 'waiting') void this.#connect();
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  /** Sends what waits, carts before events, as far as the socket and the rate have room. */
  #flush(): void {
    const link = this.#link;
    if (link === null || this.#connection.phase !== 'connected') return;
    const now = Date.now();
    for (const { state } of this.#followed.values()) {
      if (state.subscribed && !state.dirty) continue;
      if (state.snapshot.freshness === 'refused' && !state.subscribed) continue;
      if (!this.#room(link, now)) return;
      if (!state.subscribed) {
        link.send(state.subscribe(now));
      } else {
        const id = ++this.#cartId;
        link.send({ type: 'cart', id, placement: state.name, cart: [...state.take(id, now)] });
      }
    }
    while (this.#queue.ready && this.#room(link, now)) {
      const event = this.#queue.take(now);
      if (event !== null) link.send({ type: 'event', event });
    }
  }

  /** Takes room for one message; where there is none, flushes again once there may be. */
  #room(link: Link, now: number): boolean {
    const congested = link.bufferedBytes > this.#limits.bufferedBytes;
    const wait = congested ? CONGESTED_MILLIS : this.#pace.take(now);
    if (wait > 0) {
      clearTimeout(this.#flushTimer);
      this.#flushTimer = setTimeout(() => this.#flushSoon(), wait);
    }
    return wait === 0;
  }

  /** Everything that happens by time. */
  #tick(): void {
    const now = Date.now();
    if (now > this.#openBy) {
      this.#link?.drop(1006, 'it did not open in time');
      return;
    }
    if (this.#link === null || this.#connection.phase !== 'connected') return;
    if (this.#tokens.due(now)) void this.#refresh();
    this.#probe(now);
    this.#queue.expire(now - this.#limits.ackMillis);
    for (const { state } of this.#followed.values()) this.#overdue(state, now);
    this.#flushSoon();
  }

  /**
   * Browsers do not show the server's pings, so a connection that died without a word looks like a
   * quiet one. A refresh with the token that is valid anyway is always answered.
   */
  #probe(now: number): void {
    if (this.#probedAt !== null && now - this.#probedAt > this.#heartbeatMillis) {
      this.#link?.drop(1006, 'the server says nothing');
    } else if (this.#probedAt === null && now - this.#heardAt > this.#heartbeatMillis) {
      this.#probedAt = now;
      this.#link?.send({ type: 'refresh', token: this.#tokens.newest });
    }
  }

  #overdue(state: PlacementState, now: number): void {
    const { askedAt, bindingUntil } = state;
    if (askedAt !== null && now - askedAt > this.#limits.answerMillis) {
      const problem = new PannierError('OFFER_TIMEOUT', `no offer for ${state.name} in time`);
      this.#options.onProblem?.(problem);
      if (state.onOverdue(problem, now) > ASKED_AGAIN) {
        this.#link?.drop(1006, 'offers do not come');
      }
    } else if (bindingUntil !== null && now > bindingUntil) {
      state.ask('stale', null);
    }
  }

  async #refresh(): Promise<void> {
    const link = this.#link;
    try {
      const token = await this.#tokens.fetch();
      if (link === this.#link) link?.send({ type: 'refresh', token });
    } catch (e) {
      this.#options.onProblem?.(e as PannierError);
      if (link === this.#link) this.#tokens.retry(Date.now());
    }
  }

  #show(phase: ConnectionSnapshot['phase'], problem: PannierError | null): void {
    this.#connection = { phase, problem };
    for (const listener of [...this.#listeners]) listener();
  }
}
