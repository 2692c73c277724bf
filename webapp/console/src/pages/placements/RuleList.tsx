import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Placement, PlacementFields, Rehearsal, Rule, RulesPreview } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { RehearsalReport } from './RehearsalReport.tsx';
import { RuleFields } from './RuleFields.tsx';
import { RuleFindings } from './RuleFindings.tsx';
import { byPrecedence, freshRule, rulesProblem } from './rules.ts';

/** The rules of a placement in the order in which they beat each other, and what they mean. */
export function RuleList({
  placement,
  change,
  disabled,
}: {
  placement: Placement;
  change: (fields: Partial<PlacementFields>) => void;
  disabled: boolean;
}) {
  const { t } = useTranslation();
  const at = useShopPath();
  const rules = placement.rules ?? [];
  const set = (to: Rule[]) => change({ rules: to });
  const preview = useChange((asked: readonly Rule[]) =>
    call<RulesPreview>('POST', `${at('placements', placement.name)}/rules/preview`, {
      rules: asked,
    }),
  );
  const rehearsal = useChange((tried: readonly Rule[]) =>
    call<Rehearsal>('POST', `${at('placements', placement.name)}/rehearsal`, {
      change: { rules: tried },
    }),
  );
  return (
    <>
      <p className="small dim">{t('rules.precedence')}</p>
      {byPrecedence(rules).map(({ rule, index }) => (
        <RuleFields
          key={index}
          rule={rule}
          disabled={disabled}
          change={(to) => set(rules.map((each, i) => (i === index ? to : each)))}
          remove={() => set(rules.filter((_, i) => i !== index))}
        />
      ))}
      <Group gap="xs" mt="sm">
        <Button
          size="xs"
          variant="default"
          disabled={disabled || rules.length >= 64}
          onClick={() =>
            set([...rules, freshRule(rules, (number) => t('rules.fresh', { number }))])
          }
        >
          {t('rules.add')}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={preview.isPending}
          disabled={rules.length === 0 || rulesProblem(rules) !== null}
          onClick={() => preview.mutate(rules)}
        >
          {t('rules.preview')}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={rehearsal.isPending}
          disabled={rulesProblem(rules) !== null}
          onClick={() => rehearsal.mutate(rules)}
        >
          {t('dial.rehearse')}
        </Button>
      </Group>
      <div aria-live="polite">
        {preview.isError && (
          <ErrorState error={preview.error} retry={() => preview.mutate(rules)} />
        )}
        {preview.isSuccess && <Preview preview={preview.data} />}
        {rehearsal.isError && (
          <ErrorState error={rehearsal.error} retry={() => rehearsal.mutate(rules)} />
        )}
        {rehearsal.isSuccess && <RehearsalReport report={rehearsal.data} />}
      </div>
    </>
  );
}

function Preview({ preview }: { preview: RulesPreview }) {
  const { t } = useTranslation();
  return (
    <div className="panel">
      <p>{t('rules.left', { left: preview.left, sellable: preview.sellable })}</p>
      <ul className="plain">
        {preview.rules.map((each) => (
          <li key={each.name}>
            {t('rules.means', { name: each.name, count: each.means })}
            {each.products.length > 0 && (
              <p className="small dim">
                {each.products.map(({ sku, title }) => title ?? sku).join(', ')}
              </p>
            )}
          </li>
        ))}
      </ul>
      <RuleFindings findings={preview.findings} />
    </div>
  );
}
