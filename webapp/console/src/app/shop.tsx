import { Select } from '@mantine/core';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../api/hooks.ts';
import { path } from '../api/http.ts';
import type { Shop } from '../api/types.ts';
import { Asked, Empty } from '../ui/states.tsx';
import { usePlace } from './place.ts';

const ShopContext = createContext<{ shop: Shop; all: readonly Shop[] } | null>(null);
const LAST = 'pannier-console-shop';

function useShops() {
  const context = useContext(ShopContext);
  if (context === null) throw new Error('used outside of a shop');
  return context;
}

/** The shop that the page is about. */
export const useShop = (): Shop => useShops().shop;

/** The path of something of this shop in the admin interface. */
export function useShopPath(): (...segments: Array<string | number>) => string {
  const { name } = useShop();
  return (...segments) => path('shops', name, ...segments);
}

/** Finds the shop that the address names; an address without one leads to the shop that was seen last. */
export function ShopDoor({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const shops = useGet<{ shops: Shop[] }>('/shops');
  const [place, go] = usePlace();
  const all = shops.data?.shops;
  const named = all?.find((each) => each.name === place.shop);
  useEffect(() => {
    if (all === undefined) return;
    if (named !== undefined) {
      localStorage.setItem(LAST, named.name);
      return;
    }
    const last = all.find((each) => each.name === localStorage.getItem(LAST)) ?? all[0];
    if (last !== undefined) go({ shop: last.name, page: 'overview', rest: [] }, true);
  }, [all, named, go]);

  return (
    <Asked query={shops}>
      {({ shops: found }) => {
        if (found.length === 0) return <Empty>{t('shell.noShop')}</Empty>;
        if (named === undefined) return null;
        return <ShopContext value={{ shop: named, all: found }}>{children}</ShopContext>;
      }}
    </Asked>
  );
}

export function ShopChoice() {
  const { t } = useTranslation();
  const { shop, all } = useShops();
  const [place, go] = usePlace();
  if (all.length < 2) return <strong className="shop-name">{shop.name}</strong>;
  return (
    <Select
      size="xs"
      aria-label={t('shell.shop')}
      data={all.map((each) => each.name)}
      value={shop.name}
      allowDeselect={false}
      onChange={(name) => name !== null && go({ shop: name, page: place.page, rest: [] })}
    />
  );
}
