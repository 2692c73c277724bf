import type { Arm } from '../../api/types.ts';

/** Shares are kept to a thousandth, so that sums stay exact enough to compare. */
const rounded = (share: number) => Math.round(share * 1000) / 1000;

/** What is left to the placement itself. */
export const controlShare = (arms: readonly Arm[]): number =>
  rounded(1 - arms.reduce((sum, { share }) => sum + share, 0));

/** The largest share that an arm can take; the placement itself keeps at least a hundredth. */
export const largestShare = (arms: readonly Arm[], index: number): number =>
  rounded(0.99 - arms.reduce((sum, { share }, other) => (other === index ? sum : sum + share), 0));

export function withShare(arms: readonly Arm[], index: number, share: number): Arm[] {
  const most = Math.max(0, largestShare(arms, index));
  return arms.map((arm, i) =>
    i === index ? { ...arm, share: rounded(Math.min(Math.max(share, 0), most)) } : arm,
  );
}

/** A name that no arm has. */
export function freshName(arms: readonly Arm[]): string {
  const taken = new Set(['control', ...arms.map(({ name }) => name)]);
  if (!taken.has('canary')) return 'canary';
  for (let i = 1; ; i++) {
    if (!taken.has(`arm-${i}`)) return `arm-${i}`;
  }
}

export type SplitProblem = 'name' | 'twice' | 'sum';

/** What the server would refuse. */
export function splitProblem(arms: readonly Arm[]): SplitProblem | null {
  const names = arms.map(({ name }) => name);
  if (names.some((name) => !/^[a-z0-9-]{1,64}$/.test(name) || name === 'control')) return 'name';
  if (new Set(names).size < names.length) return 'twice';
  if (controlShare(arms) < 0) return 'sum';
  return null;
}
