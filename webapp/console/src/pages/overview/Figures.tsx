import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop } from '../../app/shop.tsx';
import { useFormats } from '../../ui/formats.ts';

/** The figures of the moment, each with its interval where it is an estimate. */
export function Figures({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shop = useShop();
  const { acceptance, attach, freshness } = overview;
  const range = (share: typeof acceptance) =>
    share.lower === null || share.upper === null
      ? t('interval.none')
      : t('interval.range', {
          lower: formats.percent(share.lower, 2),
          upper: formats.percent(share.upper, 2),
        });
  return (
    <div className="cards">
      <Figure name={t('overview.perSecond')} value={formats.number(overview.offersPerSecond, 1)} />
      <Figure
        name={t('overview.acceptance')}
        value={formats.percent(acceptance.rate, 2)}
        below={`${range(acceptance)} · ${t('overview.ofShown', {
          accepted: formats.number(acceptance.accepted),
          shown: formats.number(acceptance.shown),
        })}`}
      />
      {attach != null && (
        <Figure
          name={t('overview.attach')}
          value={formats.percent(attach.rate, 2)}
          below={range(attach)}
        />
      )}
      <Figure
        name={t('overview.degraded')}
        value={formats.percent(overview.degradedShare, 2)}
        below={t('overview.degradedWhy')}
      />
      <Figure
        name={t('overview.freshness')}
        value={formats.ago(freshness.lastEventAt, new Date(overview.at).getTime())}
        below={
          <>
            {t('overview.lastOrder', {
              ago: formats.ago(freshness.lastOrderAt, new Date(overview.at).getTime()),
            })}
            {freshness.journalLagMillis !== null &&
              ` · ${t('overview.lag', { lag: formats.millis(freshness.journalLagMillis) })}`}
          </>
        }
      />
      <Figure
        name={t('overview.deadLetters')}
        value={formats.number(overview.deadLetters)}
        below={<a href={link(shop.name, 'data', 'letters')}>{t('overview.seeLetters')}</a>}
      />
    </div>
  );
}

function Figure({ name, value, below }: { name: string; value: string; below?: ReactNode }) {
  return (
    <div className="panel">
      <div className="figure-name">{name}</div>
      <div className="figure">{value}</div>
      {below !== undefined && <div className="dim small">{below}</div>}
    </div>
  );
}
