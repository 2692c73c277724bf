/** Minor units of an amount: sums of prices must not drift. */
export function minorUnits(amount: number, currency: string): number {
  return Math.round(amount * 10 ** decimals(currency));
}

/** An amount in minor units, as a person reads it. */
export function money(minor: number, currency: string): string {
  return format(currency).format(minor / 10 ** decimals(currency));
}

/** An amount as the interface states it, as a person reads it. */
export function price(amount: number, currency: string): string {
  return format(currency).format(amount);
}

const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string): Intl.NumberFormat {
  let known = formats.get(currency);
  if (known === undefined) {
    known = new Intl.NumberFormat('en', { style: 'currency', currency });
    formats.set(currency, known);
  }
  return known;
}

function decimals(currency: string): number {
  return format(currency).resolvedOptions().maximumFractionDigits ?? 2;
}
