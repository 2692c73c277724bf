import { describe, expect, it } from 'vitest';
import {
  controlShare,
  freshName,
  largestShare,
  splitProblem,
  withShare,
} from '../src/pages/placements/split.ts';

const arms = [
  { name: 'canary', share: 0.1 },
  { name: 'arm-1', share: 0.2 },
];

describe('the split of the traffic', () => {
  it('leaves the rest to the placement itself', () => {
    expect(controlShare([])).toBe(1);
    expect(controlShare(arms)).toBe(0.7);
  });

  it('never takes all of it', () => {
    expect(largestShare(arms, 0)).toBe(0.79);
    expect(controlShare(withShare(arms, 0, 1))).toBe(0.01);
    expect(withShare(arms, 1, -1)[1]?.share).toBe(0);
    expect(withShare([{ name: 'a', share: 0.995 }, ...arms], 2, 0.5)[2]?.share).toBe(0);
  });

  it('names arms that are new', () => {
    expect(freshName([])).toBe('canary');
    expect(freshName(arms)).toBe('arm-2');
  });

  it('is refused where the server would refuse it', () => {
    expect(splitProblem(arms)).toBeNull();
    expect(splitProblem([{ name: 'control', share: 0.1 }])).toBe('name');
    expect(splitProblem([{ name: 'Big One', share: 0.1 }])).toBe('name');
    expect(splitProblem([...arms, { name: 'canary', share: 0 }])).toBe('twice');
    expect(splitProblem([{ name: 'a', share: 1 }])).toBeNull();
    expect(splitProblem([...arms, { name: 'a', share: 0.8 }])).toBe('sum');
  });
});
