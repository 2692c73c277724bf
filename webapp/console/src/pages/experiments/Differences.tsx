import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/types.ts';
import { useFormats } from '../../ui/formats.ts';
import { Empty } from '../../ui/states.tsx';
import { verdictColour, verdictOf } from './verdict.ts';

/** Each arm's difference against the control, drawn on one scale around zero. */
export function Differences({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { difference } = experiment;
  if (difference.length === 0) return <Empty>{t('experiments.nothingYet')}</Empty>;
  const reach = Math.max(
    1e-9,
    ...difference.flatMap(({ lower, upper }) => [Math.abs(lower ?? 0), Math.abs(upper ?? 0)]),
  );
  const x = (value: number) => 50 + (45 * value) / reach;
  return (
    <ul className="plain">
      {difference.map(({ arm, estimate, lower, upper }) => {
        const verdict = verdictOf(lower, upper);
        return (
          <li key={arm} className="panel difference">
            <span>
              <strong>{arm}</strong>{' '}
              <Badge variant="light" color={verdictColour(verdict)}>
                {t(`experiments.verdict.${verdict}`)}
              </Badge>
            </span>
            {lower !== null && upper !== null && (
              <svg
                className="difference-bar"
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect className="interval-whole" x="0" y="4.5" width="100" height="1" />
                <rect className="difference-zero" x="49.9" y="0" width="0.2" height="10" />
                <rect
                  className="interval-range"
                  x={x(lower)}
                  y="2.5"
                  width={Math.max(0.3, x(upper) - x(lower))}
                  height="5"
                />
                <rect
                  className="interval-point"
                  x={x(estimate) - 0.25}
                  y="1"
                  width="0.5"
                  height="8"
                />
              </svg>
            )}
            <span className="small">
              {t('experiments.perSessionOf', {
                estimate: formats.money(estimate, 3),
                confidence: formats.percent(experiment.confidence),
                lower: formats.money(lower, 3),
                upper: formats.money(upper, 3),
              })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
