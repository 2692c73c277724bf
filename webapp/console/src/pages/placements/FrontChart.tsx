import '@mantine/charts/styles.css';
import { ScatterChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import type { Front, Objective } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { OBJECTIVES } from './ObjectiveSliders.tsx';
import { objectiveText } from './objectives.ts';

const HEIGHT = 260;

/** The front over two of its five objectives, and as a table for who cannot see it. */
export default function FrontChart({ front, x, y }: { front: Front; x: Objective; y: Objective }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const points = front.points.map(({ objectives }) => ({
    [x]: objectives[x] ?? 0,
    [y]: objectives[y] ?? 0,
  }));
  const chosen = front.chosen;
  return (
    <>
      <div aria-hidden="true">
        <ScatterChart
          h={HEIGHT}
          dataKey={{ x, y }}
          xAxisLabel={t(`field.${x}`)}
          yAxisLabel={t(`field.${y}`)}
          valueFormatter={{
            x: (value) => objectiveText(x, value, formats),
            y: (value) => objectiveText(y, value, formats),
          }}
          withLegend
          scatterChartProps={{ accessibilityLayer: false }}
          data={[
            {
              name: t('dial.possible'),
              color: 'var(--chart-1)',
              data: points.filter((_, index) => index !== chosen),
            },
            {
              name: t('dial.chosen'),
              color: 'var(--chart-2)',
              data: points.filter((_, index) => index === chosen),
            },
          ]}
        />
      </div>
      <details className="as-table">
        <summary>{t('overview.asTable')}</summary>
        <DataTable
          label={t('dial.front')}
          rows={front.points.map((point, index) => ({ ...point, index }))}
          rowKey={(each) => `${each.index}`}
          empty={t('dial.nothingFits')}
          columns={[
            {
              key: 'items',
              title: t('dial.bundle'),
              render: (each) => each.items.map((item) => item.title ?? item.sku).join(', '),
            },
            ...OBJECTIVES.map((objective) => ({
              key: objective,
              title: t(`field.${objective}`),
              end: true,
              render: (each: Front['points'][number]) =>
                objectiveText(objective, each.objectives[objective] ?? 0, formats),
            })),
          ]}
        />
      </details>
    </>
  );
}
