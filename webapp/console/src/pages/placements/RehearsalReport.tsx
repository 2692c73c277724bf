import { useTranslation } from 'react-i18next';
import type { Rehearsal, RehearsedBundle } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Time } from '../../ui/Time.tsx';
import { objectiveText } from './objectives.ts';

/** What recorded questions would have been answered, beside what the placement as it stands would answer. */
export function RehearsalReport({ report }: { report: Rehearsal }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <>
      <p>
        {t('dial.rehearsed', { count: report.decisions })} <Time at={report.from} />.{' '}
        {t('dial.changed', {
          count: report.changed,
          share: formats.percent(report.changed / report.decisions, 0),
        })}{' '}
        {report.emptyAfter !== report.emptyBefore &&
          t('dial.empty', { before: report.emptyBefore, after: report.emptyAfter })}
      </p>
      <DataTable
        label={t('dial.expected')}
        rows={report.objectives}
        rowKey={(each) => each.objective}
        empty={t('diff.nothing')}
        columns={[
          {
            key: 'objective',
            title: t('dial.objective'),
            render: (each) => t(`field.${each.objective}`),
          },
          {
            key: 'before',
            title: t('dial.before'),
            end: true,
            render: (each) => objectiveText(each.objective, each.before, formats),
          },
          {
            key: 'after',
            title: t('dial.after'),
            end: true,
            render: (each) => objectiveText(each.objective, each.after, formats),
          },
          {
            key: 'difference',
            title: t('dial.difference'),
            end: true,
            render: (each) =>
              each.lower === null || each.upper === null
                ? objectiveText(each.objective, each.difference, formats)
                : `${objectiveText(each.objective, each.difference, formats)} ${t(
                    'interval.range',
                    {
                      lower: objectiveText(each.objective, each.lower, formats),
                      upper: objectiveText(each.objective, each.upper, formats),
                    },
                  )}`,
          },
        ]}
      />
      {report.samples.length > 0 && (
        <DataTable
          label={t('dial.samples')}
          rows={report.samples}
          rowKey={(each) => each.decision}
          empty=""
          columns={[
            { key: 'before', title: t('dial.before'), render: (each) => words(each.before) },
            { key: 'after', title: t('dial.after'), render: (each) => words(each.after) },
          ]}
        />
      )}
      {report.untried !== undefined && report.untried.length > 0 && (
        <p className="note">{t('dial.untried', { names: report.untried.join(', ') })}</p>
      )}
      <p className="small dim">{t('dial.limits')}</p>
    </>
  );

  function words(bundle: RehearsedBundle | null): string {
    if (bundle === null) return t('dial.nothing');
    const items = bundle.items.map(
      ({ sku, title, quantity }) => (quantity > 1 ? `${quantity} × ` : '') + (title ?? sku),
    );
    return `${items.join(', ')} – ${formats.money(bundle.price)}`;
  }
}
