import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DecisionLine } from '../api/types.ts';
import { link } from '../app/place.ts';
import { useShop } from '../app/shop.tsx';
import { DataTable } from './DataTable.tsx';
import { useFormats } from './formats.ts';

export function DecisionTable({ decisions }: { decisions: readonly DecisionLine[] }) {
  const { t } = useTranslation();
  const shop = useShop();
  const formats = useFormats();
  return (
    <DataTable
      label={t('page.decisions')}
      rows={decisions}
      rowKey={(each) => each.id}
      empty={t('decisions.none')}
      columns={[
        {
          key: 'at',
          title: t('overview.time'),
          render: (each) => (
            <a href={link(shop.name, 'decisions', each.id)} title={each.id}>
              {formats.time(each.at)}
            </a>
          ),
        },
        { key: 'placement', title: t('strategies.placement'), render: (each) => each.placement },
        {
          key: 'strategy',
          title: t('strategies.name'),
          render: (each) => (
            <span className="chips">
              {each.strategy}
              {each.degraded && (
                <Badge variant="light" color="yellow">
                  {t('offer.degraded')}
                </Badge>
              )}
            </span>
          ),
        },
        {
          key: 'shopper',
          title: t('explain.shopper'),
          render: (each) => each.shopper || <span className="dim">{t('decisions.unknown')}</span>,
        },
        {
          key: 'bundles',
          title: t('decisions.bundles'),
          end: true,
          render: (each) => (Array.isArray(each.bundles) ? each.bundles.length : each.bundles),
        },
      ]}
    />
  );
}
