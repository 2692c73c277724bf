import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import { query } from '../../api/http.ts';
import { asProblem } from '../../api/problem.ts';
import type { Product } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';

/** Finds a product by what is typed, and hands it on. */
export function ProductSearch({
  label,
  pick,
}: {
  label: string;
  pick: (product: Product) => void;
}) {
  const { t } = useTranslation();
  const at = useShopPath();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 200);
  const found = useGet<{ products: Product[] }>(
    `${at('products')}${query({ q: asked, limit: 20 })}`,
  );
  const products = found.data?.products ?? [];
  return (
    <Select
      label={label}
      placeholder={t('explain.searchProduct')}
      searchable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched; what it found may match by more than the words.
      filter={({ options }) => options}
      data={products.map(({ sku, title }) => ({ value: sku, label: `${title} · ${sku}` }))}
      nothingFoundMessage={found.isPending ? t('state.loading') : t('explain.noProduct')}
      {...(found.isError ? { error: asProblem(found.error).message } : {})}
      onChange={(sku) => {
        const product = products.find((each) => each.sku === sku);
        if (product !== undefined) pick(product);
        setTyped('');
      }}
    />
  );
}
