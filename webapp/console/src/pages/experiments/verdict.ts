export type Verdict = 'better' | 'worse' | 'open' | 'unknown';

/** What an interval of a difference says: it must leave out zero to say anything. */
export function verdictOf(lower: number | null, upper: number | null): Verdict {
  if (lower === null || upper === null) return 'unknown';
  if (lower > 0) return 'better';
  if (upper < 0) return 'worse';
  return 'open';
}

const COLOURS = { better: 'green', worse: 'red', open: 'gray', unknown: 'gray' } as const;

export const verdictColour = (verdict: Verdict) => COLOURS[verdict];
