import { Badge } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Strategy } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { Act, ReadOnlyNote } from '../../ui/Act.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Interval } from '../../ui/Interval.tsx';
import { Page } from '../../ui/Page.tsx';
import { Asked } from '../../ui/states.tsx';
import { HealthBadge } from './HealthBadge.tsx';
import { NodeMarks } from './NodeTable.tsx';
import { PlacementNames } from './PlacementNames.tsx';
import { Plugins } from './Plugins.tsx';
import { SwitchDialog } from './SwitchDialog.tsx';

export function StrategyList() {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const formats = useFormats();
  const strategies = useGet<{ strategies: Strategy[] }>(at('strategies'), { every: 5_000 });
  const [switching, setSwitching] = useState<Strategy | null>(null);

  const columns: Array<Column<Strategy>> = [
    {
      key: 'name',
      title: t('strategies.name'),
      render: (each) => (
        <span>
          <a href={link(shop.name, 'strategies', each.name)}>{each.name}</a>{' '}
          <span className="dim">{each.version ?? t('strategies.notInstalled')}</span>
          <span className="chips chips-below">
            {each.capabilities.map((can) => (
              <Badge key={can} size="sm" variant="light" color="gray">
                {t(`capability.${can as 'scoring'}`, can)}
              </Badge>
            ))}
          </span>
        </span>
      ),
    },
    {
      key: 'health',
      title: t('strategies.health'),
      render: (each) => (
        <span>
          <HealthBadge strategy={each} />
          <NodeMarks nodes={each.nodes} />
        </span>
      ),
    },
    {
      key: 'live',
      title: t('strategies.live'),
      render: (each) => <PlacementNames names={each.live} />,
    },
    {
      key: 'shadow',
      title: t('strategies.shadow'),
      render: (each) => <PlacementNames names={each.shadow} />,
    },
    {
      key: 'agreement',
      title: t('strategies.agreement'),
      render: (each) => <Agreements strategy={each} />,
    },
    {
      key: 'p99',
      title: t('strategies.p99'),
      end: true,
      render: (each) => formats.millis(each.health?.p99Millis),
    },
    {
      key: 'act',
      title: t('strategies.killSwitch'),
      render: (each) => (
        <Act
          need="operator"
          variant={each.switchedOff === null ? 'default' : 'filled'}
          onClick={() => setSwitching(each)}
          aria-label={
            each.switchedOff === null
              ? t('strategies.switchOffNamed', { name: each.name })
              : t('strategies.switchOnNamed', { name: each.name })
          }
        >
          {each.switchedOff === null ? t('strategies.switchOff') : t('strategies.switchOn')}
        </Act>
      ),
    },
  ];

  return (
    <Page title={t('page.strategies')} lead={t('strategies.lead')}>
      <ReadOnlyNote need="operator" />
      <Asked query={strategies}>
        {(data) => (
          <DataTable
            label={t('page.strategies')}
            columns={columns}
            rows={data.strategies}
            rowKey={(each) => each.name}
            empty={t('strategies.none')}
          />
        )}
      </Asked>
      {switching !== null && <SwitchDialog strategy={switching} close={() => setSwitching(null)} />}
      <Plugins />
    </Page>
  );
}

/** How a shadow compares in each placement; nothing where it is no shadow. */
function Agreements({ strategy }: { strategy: Strategy }) {
  const { t } = useTranslation();
  if (strategy.agreement.length === 0) return <span className="dim">–</span>;
  return (
    <span>
      {strategy.agreement.map((each) => (
        <span key={`${each.placement} ${each.strategy} ${each.incumbent}`} className="agreement">
          <span className="small dim">{each.placement}</span>{' '}
          <Interval
            rate={each.compared === 0 ? null : each.agreed / each.compared}
            lower={each.lower}
            upper={each.upper}
            count={t('strategies.compared', { count: each.compared })}
          />
        </span>
      ))}
    </span>
  );
}
