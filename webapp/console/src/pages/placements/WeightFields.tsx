import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Weights } from '../../api/types.ts';
import { useFieldName } from '../../ui/fieldName.ts';

/** Named numbers, one field each. */
export function WeightFields({
  label,
  weights,
  change,
}: {
  label: string;
  weights: Weights;
  change: (to: Weights) => void;
}) {
  const { t } = useTranslation();
  const name = useFieldName();
  const keys = Object.keys(weights);
  return (
    <details className="finer">
      <summary>{label}</summary>
      {keys.length === 0 ? (
        <p className="small dim">{t('placements.noWeights')}</p>
      ) : (
        <div className="fields fields-below">
          {keys.map((key) => (
            <NumberInput
              key={key}
              label={name(key)}
              step={0.1}
              value={weights[key] ?? 0}
              onChange={(to) => typeof to === 'number' && change({ ...weights, [key]: to })}
            />
          ))}
        </div>
      )}
    </details>
  );
}
