import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Section } from '../../ui/Page.tsx';

/** How likely each arm is the best one, from all periods of the same arms together. */
export function BestArm({ allocation }: { allocation: Experiment['allocation'] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (allocation === null) return null;
  return (
    <Section title={t('experiments.best')}>
      <p className="small dim">
        {t('experiments.bestWhy', { periods: formats.number(allocation.periods) })}
      </p>
      <DataTable
        label={t('experiments.best')}
        rows={allocation.arms}
        rowKey={(each) => each.name}
        empty={t('experiments.nothingYet')}
        columns={[
          {
            key: 'name',
            title: t('split.name'),
            render: (each) => (each.name === 'control' ? t('split.control') : each.name),
          },
          {
            key: 'best',
            title: t('experiments.bestChance'),
            end: true,
            render: (each) => <strong>{formats.percent(each.best)}</strong>,
          },
          {
            key: 'effect',
            title: t('experiments.effect'),
            end: true,
            render: (each) => (each.name === 'control' ? '' : formats.money(each.effect, 3)),
          },
          {
            key: 'error',
            title: t('experiments.error'),
            end: true,
            render: (each) => (each.name === 'control' ? '' : formats.money(each.error, 3)),
          },
        ]}
      />
    </Section>
  );
}
