import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Experiment } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Page, Section } from '../../ui/Page.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { ArmTable } from './ArmTable.tsx';
import { BestArm } from './BestArm.tsx';
import { Decide } from './Decide.tsx';
import { Differences } from './Differences.tsx';
import { Segments } from './Segments.tsx';

/** The figures of a placement's arms, the difference that they make, and whether the split can be trusted. */
export function ExperimentView({ placement }: { placement: string }) {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const experiment = useGet<Experiment>(at('placements', placement, 'experiment'), {
    every: 15_000,
  });
  return (
    <Page
      title={placement}
      back={{ href: link(shop.name, 'experiments'), label: t('page.experiments') }}
      actions={
        <a href={link(shop.name, 'placements', placement)}>{t('experiments.changeSplit')}</a>
      }
    >
      <Asked query={experiment}>
        {(found) => (
          <>
            <p className="lead">
              {found.since === null ? (
                t('experiments.nobodyYet')
              ) : (
                <>
                  {t('experiments.since')} <Time at={found.since} />
                </>
              )}
            </p>
            <Trust experiment={found} />
            <Section title={t('experiments.difference')}>
              <Differences experiment={found} />
            </Section>
            <Section title={t('field.arms')}>
              <ArmTable experiment={found} />
            </Section>
            <BestArm allocation={found.allocation} />
            <Segments segments={found.segments} />
            <Decide name={placement} />
            <Detectable experiment={found} />
          </>
        )}
      </Asked>
    </Page>
  );
}

/** Whether the arms got the visitors that they were meant to get. */
function Trust({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { sampleRatio } = experiment;
  if (sampleRatio.ok) {
    return (
      <p className="small">
        {t('experiments.ratioFine', { p: formats.number(sampleRatio.pValue, 4) })}
      </p>
    );
  }
  return (
    <Alert color="red" role="alert" title={t('experiments.ratioBad')}>
      {t('experiments.ratioBadWhy', {
        p: formats.number(sampleRatio.pValue, 6),
        chiSquare: formats.number(sampleRatio.chiSquare, 2),
      })}
    </Alert>
  );
}

/** What difference an experiment could see here, by how long it runs. */
function Detectable({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { baseline } = experiment;
  return (
    <Section title={t('experiments.detectable')}>
      <p className="small dim">
        {t('experiments.baseline', {
          days: formats.number(baseline.days, 1),
          visitors: formats.number(baseline.visitorsPerDay),
          sessions: formats.number(baseline.sessionsPerDay),
          perSession: formats.money(baseline.perSession, 2),
        })}
      </p>
      <DataTable
        label={t('experiments.detectable')}
        rows={baseline.detectable}
        rowKey={(each) => each.days}
        empty={t('experiments.nothingYet')}
        columns={[
          {
            key: 'days',
            title: t('experiments.days'),
            end: true,
            render: (each) => formats.number(each.days),
          },
          {
            key: 'difference',
            title: t('experiments.smallest'),
            end: true,
            render: (each) => formats.money(each.perSession, 3),
          },
        ]}
      />
    </Section>
  );
}
