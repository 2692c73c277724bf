import type { StrategyNode } from '../../api/types.ts';

/** The version that most processes have that were heard of lately; of several the one that started first. */
export function usualVersion(nodes: readonly StrategyNode[]): string | null {
  const counts = new Map<string | null, number>();
  for (const { version, stale } of nodes) {
    if (!stale) counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  let usual = nodes[0]?.version ?? null;
  let most = 0;
  for (const [version, count] of counts) {
    if (count > most) {
      usual = version;
      most = count;
    }
  }
  return usual;
}

/** Whether processes that were heard of lately have different versions. */
export const versionsDiffer = (nodes: readonly StrategyNode[]) =>
  differ(nodes, ({ version }) => version);

/** Whether one that was heard of lately is in trouble that others do not have; not to be in use is none. */
export const statesDiffer = (nodes: readonly StrategyNode[]) =>
  differ(nodes, ({ state }) => (state === 'idle' ? 'ready' : state));

const differ = (nodes: readonly StrategyNode[], what: (node: StrategyNode) => string | null) =>
  new Set(nodes.filter(({ stale }) => !stale).map(what)).size > 1;
