import { describe, expect, it } from 'vitest';
import type { Rule } from '../src/api/types.ts';
import {
  byPrecedence,
  freshRule,
  profileOf,
  profileText,
  rulesProblem,
  withAction,
  withField,
  withValue,
} from '../src/pages/placements/rules.ts';

const rule = (name: string, rest: Partial<Rule> = {}): Rule => ({
  name,
  action: 'exclude',
  where: [{ field: 'brand', op: 'is', value: 'Acme' }],
  ...rest,
});

describe('rules', () => {
  it('stand in the order in which they beat each other, and keep their places', () => {
    const rules = [
      rule('c', { action: 'boost', factor: 2 }),
      rule('a'),
      rule('b', { action: 'pin' }),
    ];
    expect(byPrecedence(rules).map(({ rule, index }) => [rule.name, index])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 0],
    ]);
  });

  it('get a factor with the actions that have one, and lose it with the others', () => {
    expect(withAction(rule('a'), 'boost').factor).toBe(2);
    expect(withAction(rule('a', { action: 'boost', factor: 3 }), 'bury').factor).toBe(0.5);
    expect('factor' in withAction(rule('a', { action: 'boost', factor: 3 }), 'pin')).toBe(false);
  });

  it('are named anew', () => {
    const rules = [rule('Rule 2')];
    expect(freshRule(rules, (number) => `Rule ${number}`).name).toBe('Rule 3');
  });

  it('are refused with what the server would refuse', () => {
    expect(rulesProblem([rule('a'), rule('b')])).toBeNull();
    expect(rulesProblem([rule(' ')])).toBe('name');
    expect(rulesProblem([rule('a'), rule('a ')])).toBe('twice');
    expect(rulesProblem([rule('a', { where: [] })])).toBe('condition');
    expect(rulesProblem([rule('a', { action: 'boost' })])).toBe('factor');
    expect(rulesProblem([rule('a', { action: 'bury', factor: 1 })])).toBe('factor');
    const typed = { field: 'price', op: 'at-least', value: 'cheap' };
    expect(rulesProblem([rule('a', { where: [typed] })])).toBe('condition');
    expect(rulesProblem([rule('a', { when: { cart: [typed] } })])).toBe('condition');
  });
});

describe('a condition', () => {
  it('takes numbers where they are meant, and several where they are asked for', () => {
    const price = { field: 'price', op: 'at-most', value: '' };
    expect(withValue(price, '19.99').value).toBe(19.99);
    expect(withValue({ field: 'brand', op: 'is', value: '' }, '3').value).toBe('3');
    expect(withValue({ field: 'tag', op: 'in', value: '' }, 'red, , blue,').value).toEqual([
      'red',
      'blue',
    ]);
  });

  it('keeps its value when its field or comparison changes, as far as it fits', () => {
    const tags = withField({ field: 'brand', op: 'is', value: 'Acme' }, 'tag', 'in');
    expect(tags).toEqual({ field: 'tag', op: 'in', value: ['Acme'] });
    expect(withField({ field: 'brand', op: 'contains', value: '7' }, 'stock', 'contains')).toEqual({
      field: 'stock',
      op: 'is',
      value: 7,
    });
  });

  it('on the shopper is written in lines', () => {
    expect(profileOf('segment = vip\nnothing\n = x\nregion=EU')).toEqual({
      segment: 'vip',
      region: 'EU',
    });
    expect(profileText({ segment: 'vip' })).toBe('segment = vip');
  });
});
