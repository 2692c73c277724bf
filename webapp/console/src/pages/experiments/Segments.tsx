import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Section } from '../../ui/Page.tsx';
import { verdictColour, verdictOf } from './verdict.ts';

/** The arms' figures for each kind of visitor. */
export function Segments({ segments }: { segments: Experiment['segments'] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const rows = segments.flatMap(({ segment, arms }) => arms.map((arm) => ({ segment, ...arm })));
  const named = (segment: string) =>
    segment === 'known' || segment === 'anonymous' ? t(`experiments.${segment}`) : segment;
  return (
    <Section title={t('experiments.segments')}>
      <p className="small dim">{t('experiments.segmentsWhy')}</p>
      <DataTable
        label={t('experiments.segments')}
        rows={rows}
        rowKey={(each) => `${each.segment}/${each.name}`}
        empty={t('experiments.nothingYet')}
        columns={[
          {
            key: 'segment',
            title: t('experiments.segment'),
            render: (each) => named(each.segment),
          },
          {
            key: 'name',
            title: t('split.name'),
            render: (each) => (each.name === 'control' ? t('split.control') : each.name),
          },
          {
            key: 'visitors',
            title: t('experiments.visitors'),
            end: true,
            render: (each) => formats.number(each.visitors),
          },
          {
            key: 'buyers',
            title: t('experiments.buyers'),
            end: true,
            render: (each) => formats.number(each.buyers),
          },
          {
            key: 'perSession',
            title: t('experiments.perSession'),
            end: true,
            render: (each) => formats.money(each.perSession, 2),
          },
          {
            key: 'difference',
            title: t('experiments.difference'),
            end: true,
            render: (each) => {
              if (each.difference === undefined) return '';
              const verdict = verdictOf(each.lower ?? null, each.upper ?? null);
              return (
                <>
                  {formats.money(each.difference, 3)}{' '}
                  <Badge variant="light" color={verdictColour(verdict)}>
                    {t(`experiments.verdict.${verdict}`)}
                  </Badge>
                </>
              );
            },
          },
        ]}
      />
    </Section>
  );
}
