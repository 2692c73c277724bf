import type { Rule, RuleAction, RuleCondition, RuleValue } from '../../api/types.ts';

/** An earlier one beats a later one. */
export const ACTIONS: readonly RuleAction[] = [
  'exclude',
  'include-only',
  'require',
  'pin',
  'bury',
  'boost',
];

export const FIELDS = [
  'sku',
  'category',
  'brand',
  'tag',
  'price',
  'margin',
  'stock',
  'age-days',
  'attribute',
] as const;

export type Field = (typeof FIELDS)[number];

export type Operator = 'is' | 'is-not' | 'in' | 'at-least' | 'at-most' | 'contains' | 'starts-with';

const NUMBERS: readonly string[] = ['price', 'margin', 'stock', 'age-days'];

export const fieldOf = (condition: RuleCondition): Field =>
  condition.field.startsWith('attribute.') ? 'attribute' : (condition.field as Field);

export const attributeOf = (condition: RuleCondition): string =>
  condition.field.startsWith('attribute.') ? condition.field.slice('attribute.'.length) : '';

/** How a field may be compared. */
export function operatorsOf(field: Field): Operator[] {
  if (NUMBERS.includes(field)) return ['is', 'is-not', 'in', 'at-least', 'at-most'];
  const texts: Operator[] = ['is', 'is-not', 'in', 'contains', 'starts-with'];
  return field === 'attribute' ? [...texts, 'at-least', 'at-most'] : texts;
}

const numeric = ({ field, op }: Pick<RuleCondition, 'field' | 'op'>) =>
  NUMBERS.includes(field) || op === 'at-least' || op === 'at-most';

/** What stands in the field for a value; several are parted by commas. */
export const valueText = ({ value }: RuleCondition): string =>
  Array.isArray(value) ? value.join(', ') : `${value}`;

/** A condition with the value that was typed: a number where one is meant and one was typed. */
export function withValue(condition: RuleCondition, typed: string): RuleCondition {
  const one = (text: string): RuleValue =>
    numeric(condition) && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  const value =
    condition.op === 'in'
      ? typed
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== '')
          .map(one)
      : one(typed);
  return { ...condition, value };
}

/** The same condition on another field, or compared otherwise; what does not fit begins anew. */
export function withField(condition: RuleCondition, field: string, op: string): RuleCondition {
  const kind = field.startsWith('attribute.') ? 'attribute' : (field as Field);
  const operators = operatorsOf(kind);
  const compared = operators.find((each) => each === op) ?? 'is';
  return withValue({ field, op: compared, value: '' }, valueText(condition));
}

export const emptyCondition = (): RuleCondition => ({ field: 'category', op: 'is', value: '' });

export function freshRule(rules: readonly Rule[], name: (number: number) => string): Rule {
  let number = rules.length + 1;
  while (rules.some((each) => each.name === name(number))) number++;
  return { name: name(number), action: 'exclude', enabled: true, where: [emptyCondition()] };
}

/** A rule with another action, and a factor where that has one. */
export function withAction(rule: Rule, action: RuleAction): Rule {
  const { factor: _, ...rest } = rule;
  if (action === 'boost') return { ...rest, action, factor: 2 };
  if (action === 'bury') return { ...rest, action, factor: 0.5 };
  return { ...rest, action };
}

/** Rules with their places, by precedence. */
export const byPrecedence = (rules: readonly Rule[]): Array<{ rule: Rule; index: number }> =>
  rules
    .map((rule, index) => ({ rule, index }))
    .sort((a, b) => ACTIONS.indexOf(a.rule.action) - ACTIONS.indexOf(b.rule.action));

const filled = (condition: RuleCondition): boolean => {
  const values = Array.isArray(condition.value) ? condition.value : [condition.value];
  return (
    values.length > 0 &&
    condition.field !== 'attribute.' &&
    values.every((each) => (numeric(condition) ? typeof each === 'number' : each !== ''))
  );
};

export type RuleProblem = 'name' | 'twice' | 'condition' | 'factor';

/** What keeps rules from being saved; null for nothing. */
export function rulesProblem(rules: readonly Rule[]): RuleProblem | null {
  const names = rules.map((each) => each.name.trim());
  if (names.some((each) => each === '')) return 'name';
  if (new Set(names).size < names.length) return 'twice';
  for (const { where, when, action, factor } of rules) {
    if (where.length === 0 || ![...where, ...(when?.cart ?? [])].every(filled)) return 'condition';
    if (action === 'boost' && !(factor !== undefined && factor > 1 && factor <= 100)) {
      return 'factor';
    }
    if (action === 'bury' && !(factor !== undefined && factor >= 0.01 && factor < 1)) {
      return 'factor';
    }
  }
  return null;
}

/** Lines of `name = value`, and back. */
export const profileText = (profile: Record<string, string> | undefined): string =>
  Object.entries(profile ?? {})
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n');

export function profileOf(text: string): Record<string, string> {
  const profile: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    const name = line.slice(0, Math.max(0, at)).trim();
    const value = line.slice(at + 1).trim();
    if (at > 0 && name !== '' && value !== '') profile[name] = value;
  }
  return profile;
}
