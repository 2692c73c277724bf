import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Experiment } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Page, Section } from '../../ui/Page.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { ArmTable } from './ArmTable.tsx';
import { Differences } from './Differences.tsx';

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
                t('experiments.notYet')
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
          </>
        )}
      </Asked>
    </Page>
  );
}

/** Whether the arms got the traffic that they were meant to get, and what difference could be seen at all. */
function Trust({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { sampleRatio, baseline } = experiment;
  return (
    <>
      {sampleRatio != null &&
        (sampleRatio.ok ? (
          <p className="small">
            {t('experiments.ratioFine', { p: formats.number(sampleRatio.pValue, 4) })}
          </p>
        ) : (
          <Alert color="red" role="alert" title={t('experiments.ratioBad')}>
            {t('experiments.ratioBadWhy', {
              p: formats.number(sampleRatio.pValue, 6),
              chiSquare: formats.number(sampleRatio.chiSquare, 2),
            })}
          </Alert>
        ))}
      <p className="small">
        {t('experiments.baseline', {
          days: baseline.days,
          visitors: formats.number(baseline.visitorsPerDay, 1),
        })}{' '}
        {baseline.detectable
          .filter(({ perSession }) => perSession !== null)
          .map(({ days, perSession }) =>
            t('experiments.detectable', { days, difference: formats.money(perSession, 2) }),
          )
          .join(' ')}
      </p>
    </>
  );
}
