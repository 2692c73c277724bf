import type { Bundle } from '@pannier/client';

/** Kinds of reasons that speak to a shopper, the most telling first. */
const TELLING = ['co-purchase', 'history', 'complement', 'popular'];

/**
 * Why a shopper sees this bundle, in one short sentence.
 *
 * @param titleOf title of a product that the shopper has in the cart or looks at
 */
export function reason(bundle: Bundle, titleOf: (sku: string) => string | undefined): string {
  for (const kind of TELLING) {
    const found = bundle.reasons.find((one) => one.kind === kind);
    if (found === undefined) continue;
    const because = found.because ? titleOf(found.because) : undefined;
    switch (kind) {
      case 'co-purchase':
        return because ? `Often bought with ${short(because)}` : found.text;
      case 'history':
        return because ? `Goes with ${short(because)}` : 'Goes with what you looked at';
      case 'complement':
        return 'Often bought together';
      default:
        return found.text;
    }
  }
  return (
    bundle.reasons.find((one) => one.kind !== 'saving' && one.kind !== 'constraint')?.text ?? ''
  );
}

/** A title without its variants: what stands before the first comma. */
export function short(title: string): string {
  const end = title.indexOf(',');
  return end > 0 ? title.slice(0, end) : title;
}
