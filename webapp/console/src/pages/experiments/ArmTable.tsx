import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';

export function ArmTable({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <DataTable
      label={t('field.arms')}
      rows={experiment.arms}
      rowKey={(each) => each.name}
      empty={t('experiments.none')}
      columns={[
        {
          key: 'name',
          title: t('split.name'),
          render: (each) => (
            <span className="chips">
              {each.name === 'control' ? t('split.control') : each.name}
              {!each.offers && (
                <Badge variant="light" color="gray">
                  {t('experiments.holdOut')}
                </Badge>
              )}
            </span>
          ),
        },
        {
          key: 'share',
          title: t('field.share'),
          end: true,
          render: (each) => formats.percent(each.share),
        },
        {
          key: 'visitors',
          title: t('experiments.visitors'),
          end: true,
          render: (each) => formats.number(each.visitors),
        },
        {
          key: 'perSession',
          title: t('experiments.perSession'),
          end: true,
          render: (each) => (
            <>
              <strong>{formats.money(each.perSession, 2)}</strong>
              {each.lower !== null && each.upper !== null && (
                <span className="dim small">
                  {' '}
                  {t('interval.range', {
                    lower: formats.money(each.lower, 2),
                    upper: formats.money(each.upper, 2),
                  })}
                </span>
              )}
            </>
          ),
        },
        {
          key: 'sessions',
          title: t('experiments.sessions'),
          end: true,
          render: (each) => formats.number(each.sessions),
        },
        {
          key: 'buyers',
          title: t('experiments.buyers'),
          end: true,
          render: (each) => formats.number(each.buyers),
        },
        {
          key: 'attached',
          title: t('experiments.attached'),
          end: true,
          render: (each) => formats.number(each.attached),
        },
        {
          key: 'shown',
          title: t('overview.shown'),
          end: true,
          render: (each) => formats.number(each.shown),
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
  );
}
