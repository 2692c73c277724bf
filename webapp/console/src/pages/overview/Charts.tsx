import '@mantine/charts/styles.css';
import { AreaChart, LineChart } from '@mantine/charts';
import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Empty } from '../../ui/states.tsx';

const HEIGHT = 220;

/** The course of the last hour as two charts, and as a table for who cannot see them. */
export default function Charts({ series }: { series: Overview['series'] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (series.length === 0) return <Empty>{t('overview.noOffers')}</Empty>;
  const points = series.map((each) => ({ ...each, clock: formats.clock(each.at) }));
  const common = {
    h: HEIGHT,
    data: points,
    dataKey: 'clock',
    curveType: 'monotone' as const,
    withLegend: true,
    accessibilityLayer: false,
    xAxisProps: { minTickGap: 40 },
  };
  return (
    <>
      <div className="columns">
        <figure className="panel chart">
          <Title order={3} size="h5">
            {t('overview.money')}
          </Title>
          <div aria-hidden="true">
            <LineChart
              {...common}
              withDots={false}
              yAxisProps={{ width: 84 }}
              valueFormatter={(value) => formats.money(value)}
              series={[
                { name: 'revenue', label: t('field.revenue'), color: 'var(--chart-1)' },
                { name: 'margin', label: t('field.margin'), color: 'var(--chart-2)' },
              ]}
            />
          </div>
        </figure>
        <figure className="panel chart">
          <Title order={3} size="h5">
            {t('overview.counts')}
          </Title>
          <div aria-hidden="true">
            <AreaChart
              {...common}
              withGradient={false}
              withDots={false}
              valueFormatter={(value) => formats.number(value)}
              series={[
                { name: 'offers', label: t('overview.offers'), color: 'var(--chart-1)' },
                { name: 'accepted', label: t('overview.accepted'), color: 'var(--chart-2)' },
              ]}
            />
          </div>
        </figure>
      </div>
      <details className="as-table">
        <summary>{t('overview.asTable')}</summary>
        <DataTable
          label={t('overview.course')}
          rows={series}
          rowKey={(each) => each.at}
          empty={t('overview.noOffers')}
          columns={[
            { key: 'at', title: t('overview.time'), render: (each) => formats.clock(each.at) },
            {
              key: 'offers',
              title: t('overview.offers'),
              end: true,
              render: (each) => formats.number(each.offers),
            },
            {
              key: 'accepted',
              title: t('overview.accepted'),
              end: true,
              render: (each) => formats.number(each.accepted),
            },
            {
              key: 'revenue',
              title: t('field.revenue'),
              end: true,
              render: (each) => formats.money(each.revenue),
            },
            {
              key: 'margin',
              title: t('field.margin'),
              end: true,
              render: (each) => formats.money(each.margin),
            },
          ]}
        />
      </details>
    </>
  );
}
