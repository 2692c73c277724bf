import { Badge, Switch } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop } from '../../app/shop.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Page, Section } from '../../ui/Page.tsx';
import { Asked, Loading } from '../../ui/states.tsx';
import { Figures } from './Figures.tsx';
import { useLiveOverview } from './useLiveOverview.ts';
import { Worth } from './Worth.tsx';

const Charts = lazy(() => import('./Charts.tsx'));

/** What the shop's offers do now and did in the last hour. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const { overview, live } = useLiveOverview();
  const [held, setHeld] = useState<Overview | null>(null);
  return (
    <Page
      title={t('page.overview')}
      lead={t('overview.lead')}
      actions={
        <>
          <Badge variant="light" color={live ? 'green' : 'yellow'}>
            {live ? t('overview.live') : t('overview.notLive')}
          </Badge>
          <Switch
            size="sm"
            label={t('overview.hold')}
            checked={held !== null}
            onChange={(e) => setHeld(e.currentTarget.checked ? (overview.data ?? null) : null)}
          />
        </>
      }
    >
      <Asked query={overview}>
        {(newest) => {
          const shown = held ?? newest;
          return (
            <>
              <Figures overview={shown} />
              <Section title={t('overview.course')}>
                <Suspense fallback={<Loading />}>
                  <Charts series={shown.series} />
                </Suspense>
              </Section>
              <Worth />
              <div className="columns columns-wide">
                <ByPlacement overview={shown} />
                <Latency overview={shown} />
              </div>
            </>
          );
        }}
      </Asked>
    </Page>
  );
}

function ByPlacement({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shop = useShop();
  return (
    <Section title={t('page.placements')}>
      <DataTable
        label={t('page.placements')}
        rows={overview.placements}
        rowKey={(each) => each.name}
        empty={t('overview.noOffers')}
        columns={[
          {
            key: 'name',
            title: t('placements.name'),
            render: (each) => <a href={link(shop.name, 'placements', each.name)}>{each.name}</a>,
          },
          {
            key: 'offers',
            title: t('overview.offers'),
            end: true,
            render: (each) => formats.number(each.offers),
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
            key: 'degraded',
            title: t('overview.degraded'),
            end: true,
            render: (each) => formats.percent(each.degradedShare, 2),
          },
        ]}
      />
    </Section>
  );
}

function Latency({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Section title={t('overview.latency')}>
      <DataTable
        label={t('overview.latency')}
        rows={overview.latency}
        rowKey={(each) => each.stage}
        empty={t('overview.noOffers')}
        columns={[
          {
            key: 'stage',
            title: t('overview.stage'),
            render: (each) => t(`stage.${each.stage as 'scoring'}`, each.stage),
          },
          {
            key: 'p50',
            title: 'p50',
            end: true,
            render: (each) => formats.millis(each.p50Millis),
          },
          {
            key: 'p99',
            title: 'p99',
            end: true,
            render: (each) => formats.millis(each.p99Millis),
          },
        ]}
      />
    </Section>
  );
}
