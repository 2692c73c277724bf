/** Bounds how many messages leave in a second. */
export class Pace {
  readonly #perSecond: number;
  #from = 0;
  #sent = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /**
   * Takes room for one message.
   *
   * @returns 0 when there was room, else how many milliseconds to wait for it
   */
  take(now: number): number {
    if (now - this.#from >= 1_000) {
      this.#from = now;
      this.#sent = 0;
    }
    if (this.#sent >= this.#perSecond) return this.#from + 1_000 - now;
    this.#sent++;
    return 0;
  }
}
