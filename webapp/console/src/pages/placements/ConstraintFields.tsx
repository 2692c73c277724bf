import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Constraints } from '../../api/types.ts';
import { useShop } from '../../app/shop.tsx';

/** The hard limits of a bundle; an empty field is no limit. */
export function ConstraintFields({
  constraints,
  change,
}: {
  constraints: Constraints;
  change: (to: Constraints) => void;
}) {
  const { t } = useTranslation();
  const { currency, decimals } = useShop();
  const set = (fields: Partial<Constraints>) => change({ ...constraints, ...fields });
  const count = (key: 'minItems' | 'maxItems' | 'maxQuantity', max: number) => (
    <NumberInput
      label={t(`field.${key}`)}
      min={1}
      max={max}
      allowDecimal={false}
      value={constraints[key]}
      onChange={(to) => typeof to === 'number' && set({ [key]: to })}
    />
  );
  return (
    <div className="fields">
      {count('minItems', 32)}
      {count('maxItems', 32)}
      {count('maxQuantity', 10_000)}
      <NumberInput
        label={t('field.maxPerCategory')}
        placeholder={t('placements.noLimit')}
        min={1}
        max={32}
        allowDecimal={false}
        value={constraints.maxPerCategory ?? ''}
        onChange={(to) => set({ maxPerCategory: typeof to === 'number' ? to : null })}
      />
      <NumberInput
        label={t('field.budget')}
        placeholder={t('placements.noLimit')}
        suffix={` ${currency}`}
        min={0}
        decimalScale={decimals}
        value={constraints.budget ?? ''}
        onChange={(to) => set({ budget: typeof to === 'number' ? to : null })}
      />
      <NumberInput
        label={t('field.marginFloor')}
        placeholder={t('placements.noLimit')}
        suffix=" %"
        min={0}
        max={100}
        decimalScale={1}
        value={constraints.marginFloor === null ? '' : percent(constraints.marginFloor)}
        onChange={(to) => set({ marginFloor: typeof to === 'number' ? share(to) : null })}
      />
      <NumberInput
        label={t('field.maxDiscount')}
        suffix=" %"
        min={0}
        max={90}
        decimalScale={1}
        value={percent(constraints.maxDiscount)}
        onChange={(to) => typeof to === 'number' && set({ maxDiscount: share(to) })}
      />
    </div>
  );
}

const percent = (share: number) => Math.round(share * 1000) / 10;
const share = (percent: number) => Math.round(percent * 10) / 1000;
