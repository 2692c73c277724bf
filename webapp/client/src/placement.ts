import type { PannierError } from './errors.js';
import type { Offer } from './generated/http.js';
import type { SubscribedMessage, SubscribeMessage } from './generated/storefront.js';
import type { Cart, OfferMessage } from './protocol.js';

/**
 * How far an offer may be believed.
 *
 * - `loading`: there has been none yet
 * - `fresh`: it answers the cart as it is, its prices bind, and news of it would arrive
 * - `updating`: the cart has changed and the answer to that is awaited
 * - `stale`: the connection is lost, or the answer is late, or the prices no longer bind
 * - `refused`: the installation refuses the placement or the cart; `problem` says why
 */
export type Freshness = 'loading' | 'fresh' | 'updating' | 'stale' | 'refused';

/** A browser whose clock is ahead must not ask again and again. */
const SHORTEST_VALIDITY_MILLIS = 30_000;

/** What a shopper may be shown now. A new object with every change. */
export type PlacementSnapshot = {
  readonly placement: string;
  readonly freshness: Freshness;
  /** The newest offer, also when it is stale; null before the first. */
  readonly offer: Offer | null;
  readonly problem: PannierError | null;
};

/**
 * Where one placement stands between what was sent and what was answered. Knows no socket and no
 * timer; `Storefront` drives it.
 */
export class PlacementState {
  readonly name: string;
  readonly #changed: () => void;
  #cart: Cart;
  #snapshot: PlacementSnapshot;
  #since: { epoch: string; offset: number } | null = null;
  #connection: 'none' | 'subscribing' | 'subscribed' = 'none';
  /** True while the cart has not been handed to this connection. */
  #unsent = true;
  /** Id of the newest cart on this connection; null while the subscription's own cart is it. */
  #sentCart: number | null = null;
  /** True when nothing that was sent is still to be answered. */
  #answered = false;
  /** True when the newest offer was made for the cart as it is now. */
  #matches = false;
  #askedAt = 0;
  #bindingUntil = 0;
  #overdue = 0;

  constructor(name: string, cart: Cart, changed: () => void) {
    this.name = name;
    this.#cart = cart;
    this.#changed = changed;
    this.#snapshot = { placement: name, freshness: 'loading', offer: null, problem: null };
  }

  get snapshot(): PlacementSnapshot {
    return this.#snapshot;
  }

  get subscribed(): boolean {
    return this.#connection !== 'none';
  }

  /** True when there is a cart that this connection has not been told. */
  get dirty(): boolean {
    return this.#connection !== 'none' && this.#unsent;
  }

  /** When what is still unanswered was asked; null when nothing is. */
  get askedAt(): number | null {
    return this.#connection === 'none' || this.#answered || this.#snapshot.freshness === 'refused'
      ? null
      : this.#askedAt;
  }

  /** When to ask anew since the prices no longer bind; null without prices that do. */
  get bindingUntil(): number | null {
    return this.#snapshot.freshness === 'fresh' ? this.#bindingUntil : null;
  }

  setCart(cart: Cart): void {
    this.#cart = cart;
    this.ask('updating', null);
  }

  /** Wants an answer to the cart as it is, also when one was given before. */
  ask(meanwhile: 'updating' | 'stale', problem: PannierError | null): void {
    this.#unsent = true;
    this.#answered = false;
    this.#matches = false;
    if (this.#connection !== 'none') {
      this.#show(meanwhile, problem);
    } else if (this.#snapshot.freshness !== 'refused') {
      this.#show('stale', this.#snapshot.problem);
    }
  }

  /** The message that starts or resumes the placement on a new connection. */
  subscribe(now: number): SubscribeMessage {
    this.#connection = 'subscribing';
    this.#askedAt = now;
    this.#sentCart = null;
    this.#answered = false;
    this.#unsent = false;
    return {
      type: 'subscribe',
      placement: this.name,
      cart: [...this.#cart],
      ...(this.#since !== null && { since: this.#since }),
    };
  }

  /** The cart to send under this id. */
  take(id: number, now: number): Cart {
    this.#sentCart = id;
    this.#askedAt = now;
    this.#unsent = false;
    this.#answered = false;
    return this.#cart;
  }

  onSubscribed(message: SubscribedMessage): void {
    if (this.#connection === 'none') return;
    this.#connection = 'subscribed';
    const seen = this.#since;
    if (!message.recovered || seen === null) {
      // A snapshot follows, and its offset has nothing to do with those seen before.
      this.#since = null;
      this.#show('updating');
    } else if (message.offset < seen.offset || !this.#matches) {
      // The server knows the session and therefore did not look at the cart of "subscribe".
      if (message.offset < seen.offset) this.#since = null; // it has begun to count anew
      this.#unsent = this.#unsent || this.#sentCart === null;
      this.#show('updating');
    } else if (message.offset > seen.offset) {
      this.#show('updating');
    } else {
      this.#answered = true;
      this.#show('fresh');
    }
  }

  onOffer(message: OfferMessage, now: number): void {
    const seen = this.#since;
    if (this.#connection !== 'subscribed') return;
    if (seen !== null && seen.epoch === message.epoch && message.offset <= seen.offset) {
      return; // Late or sent twice; what came after it is shown already.
    }
    this.#since = { epoch: message.epoch, offset: message.offset };
    this.#bindingUntil = Math.max(
      Date.parse(message.offer.validUntil),
      now + SHORTEST_VALIDITY_MILLIS,
    );
    const answers =
      !this.#unsent && (this.#sentCart === null || (message.cart ?? -1) >= this.#sentCart);
    this.#answered = this.#answered || answers;
    this.#matches = answers;
    if (answers) this.#overdue = 0;
    const refused = this.#snapshot.freshness === 'refused' && !answers;
    this.#snapshot = {
      placement: this.name,
      freshness: refused ? 'refused' : answers ? 'fresh' : 'updating',
      offer: message.offer,
      problem: refused ? this.#snapshot.problem : null,
    };
    this.#changed();
  }

  /**
   * Nothing came in time: asks again.
   *
   * @returns how many times in a row
   */
  onOverdue(problem: PannierError, now: number): number {
    this.#askedAt = now;
    if (this.#connection === 'subscribing') this.#connection = 'none';
    this.#show('stale', problem);
    this.ask('stale', problem);
    return ++this.#overdue;
  }

  /** The placement, or one cart of it, was refused; null for the placement. */
  onRefused(problem: PannierError, cart: number | null): void {
    if (cart !== null && cart !== this.#sentCart) return;
    if (cart === null) this.#connection = 'none';
    this.#snapshot = { ...this.#snapshot, freshness: 'refused', problem };
    this.#changed();
  }

  onDisconnected(problem: PannierError | null): void {
    this.#connection = 'none';
    this.#sentCart = null;
    this.#overdue = 0;
    this.#show('stale', problem);
  }

  #show(freshness: Freshness, problem: PannierError | null = null): void {
    const shown = freshness === 'stale' && this.#snapshot.offer === null ? 'loading' : freshness;
    const next = this.#snapshot.offer === null && shown === 'updating' ? 'loading' : shown;
    if (next !== this.#snapshot.freshness || problem !== this.#snapshot.problem) {
      this.#snapshot = { ...this.#snapshot, freshness: next, problem };
      this.#changed();
    }
  }
}
