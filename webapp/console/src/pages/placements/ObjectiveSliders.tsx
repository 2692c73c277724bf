import { Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Objective, Weights } from '../../api/types.ts';
import { useFormats } from '../../ui/formats.ts';

export const OBJECTIVES: readonly Objective[] = [
  'conversion',
  'revenue',
  'margin',
  'diversity',
  'stock-relief',
];

/** One slider for each objective, with the part of the whole that it makes up. */
export function ObjectiveSliders({
  weights,
  change,
  disabled,
}: {
  weights: Weights;
  change: (to: Weights) => void;
  disabled: boolean;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sum = Object.values(weights).reduce((all, each) => all + each, 0);
  const most = Math.max(1, ...Object.values(weights));
  return (
    <>
      <p className="small dim">{t('placements.objectivesWhy')}</p>
      {OBJECTIVES.map((objective) => {
        const weight = weights[objective] ?? 0;
        return (
          <div key={objective} className="slider-line">
            <Text component="span" size="sm">
              {t(`field.${objective}`)}
            </Text>
            <Slider
              className="slider"
              value={weight}
              min={0}
              max={most}
              step={0.05}
              disabled={disabled}
              label={(value) => formats.number(value, 2)}
              onChange={(to) => {
                const { [objective]: _, ...others } = weights;
                change(to === 0 ? others : { ...others, [objective]: Math.round(to * 100) / 100 });
              }}
              thumbLabel={t(`field.${objective}`)}
            />
            <Text component="span" size="sm" className="slider-value">
              {formats.number(weight, 2)} · {sum === 0 ? '–' : formats.percent(weight / sum, 0)}
            </Text>
          </div>
        );
      })}
    </>
  );
}
