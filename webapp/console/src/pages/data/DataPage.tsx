import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types.ts';
import type { PageProps } from '../../app/pages.ts';
import { usePlace } from '../../app/place.ts';
import { useShop } from '../../app/shop.tsx';
import { may } from '../../session/roles.ts';
import { useSession } from '../../session/session.tsx';
import { Page } from '../../ui/Page.tsx';
import { Catalogue } from './Catalogue.tsx';
import { DeadLetters } from './DeadLetters.tsx';
import { Imports } from './Imports.tsx';
import { Shoppers } from './Shoppers.tsx';

const TABS = [
  { name: 'catalogue', need: 'viewer', part: Catalogue },
  { name: 'imports', need: 'operator', part: Imports },
  { name: 'letters', need: 'operator', part: DeadLetters },
  { name: 'shoppers', need: 'operator', part: Shoppers },
] as const satisfies ReadonlyArray<{ name: string; need: Role; part: () => unknown }>;

/** What the decisions are made from: catalogue, imports, what could not be read, and what is known of a shopper. */
export default function DataPage({ rest }: PageProps) {
  const { t } = useTranslation();
  const shop = useShop();
  const { role } = useSession();
  const [, go] = usePlace();
  const seen = TABS.filter(({ need }) => may(role, need));
  const open = seen.find(({ name }) => name === rest[0])?.name ?? 'catalogue';
  return (
    <Page title={t('page.data')}>
      <Tabs
        value={open}
        keepMounted={false}
        onChange={(to) => to !== null && go({ shop: shop.name, page: 'data', rest: [to] }, true)}
      >
        <Tabs.List mb="md" aria-label={t('page.data')}>
          {seen.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {t(`data.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {seen.map(({ name, part: Part }) => (
          <Tabs.Panel key={name} value={name}>
            <Part />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
