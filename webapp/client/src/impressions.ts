import type { Bundle, Offer } from './generated/http.js';

const REMEMBERED = 500;

/** Which bundles of which decisions were reported as shown; forgets the oldest in the end. */
export class Impressions {
  readonly #keys = new Set<string>();

  /** True the first time that the bundle of this decision is shown. */
  first(offer: Offer, bundle: Bundle): boolean {
    const key = `${offer.decision} ${bundle.bundle}`;
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > REMEMBERED) {
      for (const oldest of this.#keys) {
        this.#keys.delete(oldest);
        break;
      }
    }
    return true;
  }
}
