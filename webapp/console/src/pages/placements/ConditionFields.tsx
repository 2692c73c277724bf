import { Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleCondition } from '../../api/types.ts';
import {
  attributeOf,
  emptyCondition,
  FIELDS,
  fieldOf,
  operatorsOf,
  valueText,
  withField,
  withValue,
} from './rules.ts';

/** Conditions on a product, of which all must hold. */
export function ConditionFields({
  label,
  conditions,
  disabled,
  change,
}: {
  label: string;
  conditions: readonly RuleCondition[];
  disabled: boolean;
  change: (to: RuleCondition[]) => void;
}) {
  const { t } = useTranslation();
  const put = (at: number, to: RuleCondition) =>
    change(conditions.map((each, i) => (i === at ? to : each)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset is read twice
    <div role="group" aria-label={label} className="conditions">
      <p className="small dim">{label}</p>
      {conditions.map((condition, index) => (
        <ConditionLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition that is changed is the same one
          key={index}
          condition={condition}
          number={index + 1}
          disabled={disabled}
          change={(to) => put(index, to)}
          remove={() => change(conditions.filter((_, i) => i !== index))}
        />
      ))}
      <Button
        size="xs"
        variant="default"
        disabled={disabled || conditions.length >= 16}
        onClick={() => change([...conditions, emptyCondition()])}
      >
        {t('rules.addCondition')}
      </Button>
    </div>
  );
}

function ConditionLine({
  condition,
  number,
  disabled,
  change,
  remove,
}: {
  condition: RuleCondition;
  number: number;
  disabled: boolean;
  change: (to: RuleCondition) => void;
  remove: () => void;
}) {
  const { t } = useTranslation();
  const field = fieldOf(condition);
  return (
    <div className="fields condition">
      <Select
        label={t('rules.field')}
        data={FIELDS.map((each) => ({ value: each, label: t(`rules.of.${each}`) }))}
        value={field}
        allowDeselect={false}
        disabled={disabled}
        onChange={(to) =>
          to !== null &&
          change(withField(condition, to === 'attribute' ? 'attribute.' : to, condition.op))
        }
      />
      {field === 'attribute' && (
        <TextInput
          label={t('rules.attribute')}
          value={attributeOf(condition)}
          maxLength={240}
          disabled={disabled}
          onChange={(e) => change({ ...condition, field: `attribute.${e.currentTarget.value}` })}
        />
      )}
      <Select
        label={t('rules.compared')}
        data={operatorsOf(field).map((each) => ({ value: each, label: t(`rules.op.${each}`) }))}
        value={condition.op}
        allowDeselect={false}
        disabled={disabled}
        onChange={(to) => to !== null && change(withField(condition, condition.field, to))}
      />
      <ValueField condition={condition} disabled={disabled} change={change} />
      <Button
        size="xs"
        variant="default"
        className="condition-end"
        disabled={disabled}
        onClick={remove}
        aria-label={t('rules.removeCondition', { number })}
      >
        {t('act.remove')}
      </Button>
    </div>
  );
}

/** A list being typed may end in a comma, so that the text is its own until it is left. */
function ValueField({
  condition,
  disabled,
  change,
}: {
  condition: RuleCondition;
  disabled: boolean;
  change: (to: RuleCondition) => void;
}) {
  const { t } = useTranslation();
  const several = condition.op === 'in';
  return (
    <TextInput
      key={`${condition.field} ${condition.op}`}
      label={t(several ? 'rules.values' : 'rules.value')}
      defaultValue={valueText(condition)}
      maxLength={several ? 20_000 : 256}
      disabled={disabled}
      onChange={(e) => change(withValue(condition, e.currentTarget.value))}
    />
  );
}
