import { describe, expect, it } from 'vitest';
import { adopted } from '../src/pages/experiments/adopted.ts';

const placement = { scoring: 'item-knn', bundling: 'genetic', objectiveWeights: { margin: 1 } };

describe('an arm that becomes the placement', () => {
  it('brings what it names and leaves the rest', () => {
    expect(adopted(placement, { name: 'attention', share: 0.2, scoring: 'transformer' })).toEqual({
      scoring: 'transformer',
      bundling: 'genetic',
      objectiveWeights: { margin: 1 },
      arms: [],
    });
  });

  it('brings its weights where it has some', () => {
    const arm = { name: 'thrift', share: 0.2, objectiveWeights: { conversion: 2 } };
    expect(adopted(placement, arm).objectiveWeights).toEqual({ conversion: 2 });
    expect(adopted(placement, { ...arm, objectiveWeights: {} }).objectiveWeights).toEqual({
      margin: 1,
    });
  });
});
