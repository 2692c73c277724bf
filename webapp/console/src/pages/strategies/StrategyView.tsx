import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Strategy } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { Act, ReadOnlyNote } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Interval } from '../../ui/Interval.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Asked, Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { HealthBadge } from './HealthBadge.tsx';
import { Models } from './Models.tsx';
import { NodeTable } from './NodeTable.tsx';
import { PlacementNames } from './PlacementNames.tsx';
import { SwitchDialog } from './SwitchDialog.tsx';

/** One strategy: what it is, how it fares, how its shadow compares, and its models. */
export function StrategyView({ name }: { name: string }) {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const strategies = useGet<{ strategies: Strategy[] }>(at('strategies'), { every: 5_000 });
  const [switching, setSwitching] = useState(false);
  const found = strategies.data?.strategies.find((each) => each.name === name);
  return (
    <Page
      title={name}
      back={{ href: link(shop.name, 'strategies'), label: t('page.strategies') }}
      actions={
        found !== undefined && (
          <Act
            need="operator"
            onClick={() => setSwitching(true)}
            {...(found.switchedOff === null ? { color: 'red' } : {})}
          >
            {found.switchedOff === null ? t('strategies.switchOff') : t('strategies.switchOn')}
          </Act>
        )
      }
    >
      <ReadOnlyNote need="operator" />
      <Asked query={strategies}>
        {() =>
          found === undefined ? (
            <Empty>{t('strategies.unknown', { name })}</Empty>
          ) : (
            <>
              <p className="lead">{found.description}</p>
              <Facts strategy={found} />
              <NodeTable strategy={found} />
              <Agreements strategy={found} />
              <Models name={name} />
            </>
          )
        }
      </Asked>
      {switching && found !== undefined && (
        <SwitchDialog strategy={found} close={() => setSwitching(false)} />
      )}
    </Page>
  );
}

function Facts({ strategy }: { strategy: Strategy }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { health, switchedOff } = strategy;
  const only = strategy.nodes.length === 1 ? strategy.nodes[0] : undefined;
  return (
    <div className="panel">
      <dl className="facts">
        <dt>{t('strategies.version')}</dt>
        <dd>{strategy.version ?? t('strategies.notInstalled')}</dd>
        <dt>{t('strategies.capabilities')}</dt>
        <dd>
          {strategy.capabilities
            .map((can) => t(`capability.${can as 'scoring'}`, can))
            .join(', ') || '–'}
        </dd>
        <dt>{t('strategies.health')}</dt>
        <dd>
          <HealthBadge strategy={strategy} />
        </dd>
        {switchedOff !== null && (
          <>
            <dt>{t('strategies.off')}</dt>
            <dd>
              {switchedOff.author} · <Time at={switchedOff.at} /> · {switchedOff.reason}
            </dd>
          </>
        )}
        {health !== null && (
          <>
            <dt>{t('strategies.calls')}</dt>
            <dd>{formats.number(health.calls)}</dd>
            <dt>{t('strategies.p99')}</dt>
            <dd>{formats.millis(health.p99Millis)}</dd>
          </>
        )}
        {health?.lastFailure != null && (
          <>
            <dt>{t('strategies.lastFailure')}</dt>
            <dd>
              <span className="mono">{health.lastFailure}</span> ·{' '}
              <Time at={health.lastFailureAt} />
            </dd>
          </>
        )}
        <dt>{t('strategies.live')}</dt>
        <dd>
          <PlacementNames names={strategy.live} />
        </dd>
        <dt>{t('strategies.shadow')}</dt>
        <dd>
          <PlacementNames names={strategy.shadow} />
        </dd>
        <dt>{t('strategies.model')}</dt>
        <dd>{strategy.model ?? t('strategies.noModel')}</dd>
        {only !== undefined && (
          <>
            <dt>{t('nodes.node')}</dt>
            <dd>{only.name}</dd>
            <dt>{t('nodes.started')}</dt>
            <dd>
              <Time at={only.started} />
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}

function Agreements({ strategy }: { strategy: Strategy }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Section title={t('strategies.agreement')}>
      <p className="small dim">{t('strategies.agreementLead')}</p>
      <DataTable
        label={t('strategies.agreement')}
        rows={strategy.agreement}
        rowKey={(each) => `${each.placement} ${each.strategy} ${each.incumbent}`}
        empty={t('strategies.noAgreement')}
        columns={[
          { key: 'placement', title: t('strategies.placement'), render: (each) => each.placement },
          { key: 'strategy', title: t('strategies.asked'), render: (each) => each.strategy },
          { key: 'incumbent', title: t('strategies.incumbent'), render: (each) => each.incumbent },
          {
            key: 'agreed',
            title: t('strategies.sameFirst'),
            render: (each) => (
              <Interval
                rate={each.compared === 0 ? null : each.agreed / each.compared}
                lower={each.lower}
                upper={each.upper}
                count={t('strategies.compared', { count: each.compared })}
              />
            ),
          },
          {
            key: 'overlap',
            title: t('strategies.overlap'),
            end: true,
            render: (each) => formats.percent(each.overlap),
          },
        ]}
      />
    </Section>
  );
}
