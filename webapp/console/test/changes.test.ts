import { describe, expect, it } from 'vitest';
import { changedFields, changesBetween, same } from '../src/ui/changes.ts';
import { placement } from './fake/data.ts';

describe('what changed', () => {
  const before = placement('cart');

  it('is nothing between equals', () => {
    expect(changesBetween(before, placement('cart'))).toEqual([]);
    expect(same(before, placement('cart'))).toBe(true);
    expect(changedFields(before, placement('cart'))).toEqual({});
  });

  it('is told by path, lists as a whole', () => {
    const after = {
      ...before,
      scoring: 'item-knn',
      shadow: ['ppo'],
      constraints: { ...before.constraints, marginFloor: null },
      objectiveWeights: { margin: 1 },
    };
    expect(changesBetween(before, after)).toEqual([
      { path: 'scoring', from: 'transformer', to: 'item-knn' },
      { path: 'shadow', from: ['item-knn', 'ppo'], to: ['ppo'] },
      { path: 'objectiveWeights.conversion', from: 0.5, to: undefined },
      { path: 'objectiveWeights.diversity', from: 0.1, to: undefined },
      { path: 'constraints.marginFloor', from: 0.12, to: null },
    ]);
  });

  it('is sent in whole fields, and only those', () => {
    const after = { ...before, objectiveWeights: { margin: 1 } };
    expect(changedFields(before, after)).toEqual({ objectiveWeights: { margin: 1 } });
  });
});
