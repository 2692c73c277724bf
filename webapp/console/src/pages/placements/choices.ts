import type { Strategy } from '../../api/types.ts';

/** The strategies that can do something, and those that are chosen already, installed or not. */
export function namesFor(
  strategies: readonly Strategy[],
  capability: string | null,
  ...chosen: string[]
): string[] {
  const able = strategies
    .filter((each) => capability === null || each.capabilities.includes(capability))
    .map(({ name }) => name);
  return [...new Set([...able, ...chosen.filter((name) => name !== '')])].sort();
}
