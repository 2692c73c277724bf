import { PannierError } from './errors.js';
import { within } from './within.js';

/** Refreshed with this share of the token's life left, and at least this early. */
const REFRESH_SHARE = 0.2;
const REFRESH_LEAD_MILLIS = 60_000;
/** Also when the browser's clock is ahead, a token is not refreshed more often. */
const SHORTEST_REFRESH_MILLIS = 5_000;

/** The browser token in use: where it comes from, and when it needs to be replaced. */
export class Tokens {
  readonly #fetch: () => Promise<string>;
  readonly #timeoutMillis: number;
  #newest = '';
  #refreshAt = Number.POSITIVE_INFINITY;

  constructor(fetch: () => Promise<string>, timeoutMillis: number) {
    this.#fetch = fetch;
    this.#timeoutMillis = timeoutMillis;
  }

  /** The one that was fetched last. */
  get newest(): string {
    return this.#newest;
  }

  /**
   * Fetches another one.
   *
   * @throws PannierError TOKEN_CALLBACK_FAILED
   */
  async fetch(): Promise<string> {
    this.#refreshAt = Number.POSITIVE_INFINITY;
    try {
      // Called later, so that a callback that throws is one that rejects.
      const asked = Promise.resolve().then(this.#fetch);
      this.#newest = await within(this.#timeoutMillis, asked, 'the token callback');
      return this.#newest;
    } catch (cause) {
      throw new PannierError('TOKEN_CALLBACK_FAILED', String(cause), { cause });
    }
  }

  /** The installation has accepted the token until then. */
  accepted(expiresAt: number, now: number): void {
    const left = expiresAt - now;
    const lead = Math.max(REFRESH_LEAD_MILLIS, left * REFRESH_SHARE);
    this.#refreshAt = now + Math.max(SHORTEST_REFRESH_MILLIS, left - lead);
  }

  /** The refresh did not work; the token is still valid for a while. */
  retry(now: number): void {
    this.#refreshAt = now + SHORTEST_REFRESH_MILLIS;
  }

  due(now: number): boolean {
    return now >= this.#refreshAt;
  }

  /** No connection uses it any more. */
  disconnected(): void {
    this.#refreshAt = Number.POSITIVE_INFINITY;
  }
}
