import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Placement } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Page } from '../../ui/Page.tsx';
import { Asked } from '../../ui/states.tsx';
import { controlShare } from '../placements/split.ts';

/** The placements whose traffic is split. */
export function ExperimentList() {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const formats = useFormats();
  const placements = useGet<{ placements: Placement[] }>(at('placements'));
  return (
    <Page title={t('page.experiments')} lead={t('experiments.lead')}>
      <Asked query={placements}>
        {(data) => (
          <DataTable
            label={t('page.experiments')}
            rows={data.placements.filter(({ arms }) => (arms ?? []).length > 0)}
            rowKey={(each) => each.name}
            empty={t('experiments.none')}
            columns={[
              {
                key: 'name',
                title: t('strategies.placement'),
                render: (each) => (
                  <a href={link(shop.name, 'experiments', each.name)}>{each.name}</a>
                ),
              },
              {
                key: 'arms',
                title: t('field.arms'),
                render: (each) => (
                  <span className="chips">
                    <Badge variant="light" color="gray">
                      {t('split.control')} {formats.percent(controlShare(each.arms ?? []))}
                    </Badge>
                    {(each.arms ?? []).map((arm) => (
                      <Badge key={arm.name} variant="light" color="blue">
                        {arm.name} {formats.percent(arm.share)}
                      </Badge>
                    ))}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Asked>
    </Page>
  );
}
