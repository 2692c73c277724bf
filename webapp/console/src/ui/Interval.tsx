import { useTranslation } from 'react-i18next';
import { useFormats } from './formats.ts';

/** A share with its 95 % interval, drawn between 0 and 1 and written beside it. */
export function Interval({
  rate,
  lower,
  upper,
  count,
}: {
  rate: number | null;
  lower: number | null;
  upper: number | null;
  count?: string;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (rate === null || lower === null || upper === null) {
    return <span className="interval">{t('interval.none')}</span>;
  }
  const x = (value: number) => 100 * Math.min(1, Math.max(0, value));
  return (
    <span className="interval">
      <svg
        className="interval-bar"
        viewBox="0 0 100 10"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect className="interval-whole" x="0" y="4" width="100" height="2" />
        <rect
          className="interval-range"
          x={x(lower)}
          y="2.5"
          width={Math.max(0.5, x(upper) - x(lower))}
          height="5"
        />
        <rect
          className="interval-point"
          x={Math.max(0, x(rate) - 0.6)}
          y="0"
          width="1.2"
          height="10"
        />
      </svg>
      <span>
        <strong>{formats.percent(rate)}</strong>{' '}
        <span className="dim">
          {t('interval.range', { lower: formats.percent(lower), upper: formats.percent(upper) })}
          {count !== undefined && ` · ${count}`}
        </span>
      </span>
    </span>
  );
}
