import { ofResponse, PannierError } from './errors.js';
import type {
  Decision,
  Event,
  FoundProducts,
  Offer,
  OfferQuestion,
  Product,
  Ranking,
  RankQuestion,
  Submission,
  Token,
  TokenQuestion,
} from './generated/http.js';

export type ShopClientOptions = {
  /** Address of the installation, for example `https://offers.example.com`. */
  url: string;
  shop: string;
  /** Opens the whole shop: for servers only, never for a browser. */
  apiKey: string;
  /** How long an answer may take; 10 s by default. */
  timeoutMillis?: number;
  fetch?: typeof globalThis.fetch;
};

/** The HTTP contract of one shop, for the shop's own servers. Failures are `PannierError`. */
export class ShopClient {
  readonly #options: ShopClientOptions;
  readonly #base: string;

  constructor(options: ShopClientOptions) {
    this.#options = options;
    this.#base = `${options.url.replace(/\/+$/, '')}/v1/shops/${encodeURIComponent(options.shop)}`;
  }

  /** A short-lived token that a browser may hold. */
  token(question: TokenQuestion): Promise<Token> {
    return this.#call('POST', '/tokens', question);
  }

  offers(question: OfferQuestion): Promise<Offer> {
    return this.#call('POST', '/offers', question);
  }

  rank(question: RankQuestion): Promise<Ranking> {
    return this.#call('POST', '/rank', question);
  }

  /** What was decided, and whether its prices still bind: what a checkout asks. */
  decision(id: string): Promise<Decision> {
    return this.#call('GET', `/decisions/${encodeURIComponent(id)}`);
  }

  /** Answered after the accepted events are on disk; the same `id` and `time` count once. */
  events(events: Event[]): Promise<Submission> {
    return this.#call('POST', '/events', events);
  }

  products(products: Product[]): Promise<Submission> {
    return this.#call('PUT', '/products', products);
  }

  search(query: string, limit = 20): Promise<FoundProducts> {
    return this.#call('GET', `/products?query=${encodeURIComponent(query)}&limit=${limit}`);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { apiKey, timeoutMillis = 10_000, fetch = globalThis.fetch } = this.#options;
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.#base + path, {
        method,
        headers: {
          Authorization: `Bearer ${apiKey}`,
          Accept: 'application/json',
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMillis),
      });
      text = await response.text();
    } catch (cause) {
      throw new PannierError('UNREACHABLE', `${method} ${this.#base}${path} got no answer`, {
        cause,
      });
    }
    if (!response.ok) {
      throw ofResponse(response, text);
    }
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new PannierError('UNREACHABLE', `${this.#base}${path} answered what is no JSON`, {
        status: response.status,
        cause,
      });
    }
  }
}
