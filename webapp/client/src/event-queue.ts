import { PannierError } from './errors.js';
import type { Event } from './generated/http.js';

/** What became of an event. */
export type EventFate =
  | { readonly stored: true }
  | { readonly stored: false; readonly problem: PannierError };

/** An event on its way. */
export type Delivery = {
  readonly id: string;
  /** Settles when the event is on disk or given up; never rejects. */
  readonly done: Promise<EventFate>;
};

type Waiting = {
  readonly event: Event;
  readonly settle: (fate: EventFate) => void;
  /** When it was last sent on this connection; null while it was not. */
  sentAt: number | null;
};

/**
 * Events that are not acknowledged yet, in their order. An event keeps the id and the time with
 * which it came in, so that one that is sent twice counts once. Bounded: what comes when it is
 * full is refused and says so, since dropping an older one would be a silent loss.
 */
export class EventQueue {
  readonly #capacity: number;
  readonly #window: number;
  #underWay = 0;
  readonly #waiting = new Map<string, Waiting>();

  /**
   * @param capacity events that may wait
   * @param window of those, how many may be under way at once
   */
  constructor(capacity: number, window: number) {
    this.#capacity = capacity;
    this.#window = window;
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(event: Event): Delivery {
    if (this.#waiting.size >= this.#capacity) {
      const problem = new PannierError(
        'QUEUE_FULL',
        `${this.#capacity} events wait for the installation already; this one was not taken`,
      );
      return { id: event.id, done: Promise.resolve({ stored: false, problem }) };
    }
    const done = new Promise<EventFate>((settle) => {
      this.#waiting.set(event.id, { event, settle, sentAt: null });
    });
    return { id: event.id, done };
  }

  /** The next event to send, which counts as under way from now on; null when none may be sent. */
  take(now: number): Event | null {
    if (!this.ready) return null;
    for (const waiting of this.#waiting.values()) {
      if (waiting.sentAt === null) {
        waiting.sentAt = now;
        this.#underWay++;
        return waiting.event;
      }
    }
    return null;
  }

  /** True when an event may be sent now. */
  get ready(): boolean {
    return this.#underWay < Math.min(this.#window, this.#waiting.size);
  }

  acknowledge(id: string): void {
    this.#settle(id, { stored: true });
  }

  /** The server refused the event: for good, or it is sent again. */
  refuse(id: string, problem: PannierError): void {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined && problem.retryable) {
      this.#recall(waiting);
    } else {
      this.#settle(id, { stored: false, problem });
    }
  }

  /** Those under way are sent again: the connection is lost, and nobody knows which arrived. */
  disconnected(): void {
    for (const waiting of this.#waiting.values()) this.#recall(waiting);
  }

  /** Events sent before this moment without an answer are sent again. */
  expire(sentBefore: number): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.sentAt !== null && waiting.sentAt < sentBefore) this.#recall(waiting);
    }
  }

  /** Gives up everything. */
  abandon(problem: PannierError): void {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { stored: false, problem });
  }

  #recall(waiting: Waiting): void {
    if (waiting.sentAt !== null) this.#underWay--;
    waiting.sentAt = null;
  }

  #settle(id: string, fate: EventFate): void {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) {
      this.#recall(waiting);
      this.#waiting.delete(id);
      waiting.settle(fate);
    }
  }
}
