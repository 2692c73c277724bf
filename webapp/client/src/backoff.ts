/**
 * Waiting times that double up to a limit, each drawn evenly from 0 to the current one ("full
 * jitter"), so that a thousand browsers that lost the same server do not come back together.
 */
export class Backoff {
  readonly #firstMillis: number;
  readonly #maxMillis: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(firstMillis: number, maxMillis: number, random: () => number) {
    this.#firstMillis = firstMillis;
    this.#maxMillis = maxMillis;
    this.#random = random;
  }

  /** The next wait, never shorter than `floorMillis`. */
  next(floorMillis = 0): number {
    const ceiling = Math.min(this.#maxMillis, this.#firstMillis * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 30);
    return floorMillis + Math.round(this.#random() * ceiling);
  }

  reset(): void {
    this.#failures = 0;
  }
}
