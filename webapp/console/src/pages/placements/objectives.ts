import type { Objective } from '../../api/types.ts';
import type { Formats } from '../../ui/formats.ts';

const MONEY = new Set<Objective>(['revenue', 'margin']);

/** An objective's value as people write it: money, or a share. */
export function objectiveText(objective: Objective, value: number, formats: Formats): string {
  return MONEY.has(objective) ? formats.money(value, 1) : formats.percent(value, 1);
}
