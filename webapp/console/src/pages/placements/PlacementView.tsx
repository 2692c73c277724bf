import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import type { Placement, Strategy } from '../../api/types.ts';
import { link, usePlace } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { ReadOnlyNote } from '../../ui/Act.tsx';
import { Page } from '../../ui/Page.tsx';
import { Asked } from '../../ui/states.tsx';
import { Dial } from './Dial.tsx';
import { PlacementEditor } from './PlacementEditor.tsx';
import { PlacementHistory } from './PlacementHistory.tsx';
import { Schedule } from './Schedule.tsx';

const TABS = ['settings', 'dial', 'history', 'scheduled'] as const;

export function PlacementView({ name, tab }: { name: string; tab: string }) {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const [, go] = usePlace();
  const placement = useGet<Placement>(at('placements', name));
  const strategies = useGet<{ strategies: Strategy[] }>(at('strategies'));
  const open = TABS.find((each) => each === tab) ?? 'settings';
  return (
    <Page title={name} back={{ href: link(shop.name, 'placements'), label: t('page.placements') }}>
      <ReadOnlyNote need="operator" />
      <Tabs
        value={open}
        keepMounted={false}
        onChange={(to) =>
          to !== null && go({ shop: shop.name, page: 'placements', rest: [name, to] }, true)
        }
      >
        <Tabs.List mb="md" aria-label={t('placements.parts', { name })}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`placements.tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="settings">
          <Asked query={placement}>
            {(found) => (
              <PlacementEditor
                saved={found}
                strategies={strategies.data?.strategies ?? []}
                reload={async () => {
                  const { data } = await placement.refetch();
                  return data ?? found;
                }}
              />
            )}
          </Asked>
        </Tabs.Panel>
        <Tabs.Panel value="dial">
          <Asked query={placement}>
            {(found) => <Dial key={found.revision} placement={found} />}
          </Asked>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <PlacementHistory name={name} />
        </Tabs.Panel>
        <Tabs.Panel value="scheduled">
          <Asked query={placement}>
            {(found) => (
              <Schedule placement={found} strategies={strategies.data?.strategies ?? []} />
            )}
          </Asked>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
