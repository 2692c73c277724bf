import { Button, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Rule, RuleAction, RuleWhen } from '../../api/types.ts';
import { ConditionFields } from './ConditionFields.tsx';
import { ACTIONS, profileOf, profileText, withAction } from './rules.ts';

/** One rule: what it does, to which products, and for which requests. */
export function RuleFields({
  rule,
  disabled,
  change,
  remove,
}: {
  rule: Rule;
  disabled: boolean;
  change: (to: Rule) => void;
  remove: () => void;
}) {
  const { t } = useTranslation();
  const weighs = rule.action === 'boost' || rule.action === 'bury';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset is read twice
    <div className="arm" role="group" aria-label={t('rules.named', { name: rule.name })}>
      <div className="fields">
        <TextInput
          label={t('rules.name')}
          value={rule.name}
          maxLength={100}
          disabled={disabled}
          onChange={(e) => change({ ...rule, name: e.currentTarget.value })}
        />
        <Select
          label={t('rules.does')}
          description={t(`rules.why.${rule.action}`)}
          data={ACTIONS.map((each) => ({ value: each, label: t(`rules.action.${each}`) }))}
          value={rule.action}
          allowDeselect={false}
          disabled={disabled}
          onChange={(to) => to !== null && change(withAction(rule, to as RuleAction))}
        />
        {weighs && (
          <NumberInput
            label={t('rules.factor')}
            min={0.01}
            max={100}
            step={0.1}
            value={rule.factor ?? 1}
            disabled={disabled}
            onChange={(to) => typeof to === 'number' && change({ ...rule, factor: to })}
          />
        )}
      </div>
      <ConditionFields
        label={t('rules.where')}
        conditions={rule.where}
        disabled={disabled}
        change={(where) => change({ ...rule, where })}
      />
      <details className="rule-when" open={rule.when !== undefined}>
        <summary>{t('rules.when')}</summary>
        <WhenFields
          when={rule.when ?? {}}
          disabled={disabled}
          change={(when) => {
            const { when: _, ...rest } = rule;
            change(Object.keys(when).length === 0 ? rest : { ...rest, when });
          }}
        />
      </details>
      <div className="rule-end">
        <Switch
          label={t('rules.enabled')}
          checked={rule.enabled ?? true}
          disabled={disabled}
          onChange={(e) => change({ ...rule, enabled: e.currentTarget.checked })}
        />
        <Button
          size="xs"
          variant="default"
          disabled={disabled}
          onClick={remove}
          aria-label={t('rules.removeNamed', { name: rule.name })}
        >
          {t('act.remove')}
        </Button>
      </div>
    </div>
  );
}

function WhenFields({
  when,
  disabled,
  change,
}: {
  when: RuleWhen;
  disabled: boolean;
  change: (to: RuleWhen) => void;
}) {
  const { t } = useTranslation();
  const put = (fields: { [K in keyof RuleWhen]?: RuleWhen[K] | undefined }) => {
    const next: Record<string, unknown> = { ...when, ...fields };
    for (const key of Object.keys(next)) {
      const value = next[key];
      const empty =
        value === undefined ||
        (Array.isArray(value) && value.length === 0) ||
        (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
      if (empty) delete next[key];
    }
    change(next as RuleWhen);
  };
  return (
    <>
      <ConditionFields
        label={t('rules.cart')}
        conditions={when.cart ?? []}
        disabled={disabled}
        change={(cart) => put({ cart })}
      />
      <Textarea
        mt="sm"
        label={t('rules.profile')}
        description={t('rules.profileWhy')}
        defaultValue={profileText(when.profile)}
        rows={2}
        disabled={disabled}
        onChange={(e) => put({ profile: profileOf(e.currentTarget.value) })}
      />
      <div className="fields fields-below">
        <TimeField
          label={t('rules.from')}
          at={when.from}
          disabled={disabled}
          change={(from) => put({ from })}
        />
        <TimeField
          label={t('rules.until')}
          at={when.until}
          disabled={disabled}
          change={(until) => put({ until })}
        />
      </div>
    </>
  );
}

/** In the time of this browser; the server is told in UTC. */
function TimeField({
  label,
  at,
  disabled,
  change,
}: {
  label: string;
  at: string | undefined;
  disabled: boolean;
  change: (to: string | undefined) => void;
}) {
  const local = (iso: string) => {
    const time = new Date(iso);
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  };
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={at === undefined ? '' : local(at)}
      disabled={disabled}
      onChange={(e) => {
        const typed = new Date(e.currentTarget.value);
        change(Number.isNaN(typed.getTime()) ? undefined : typed.toISOString());
      }}
    />
  );
}
