import { Badge, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import { query } from '../../api/http.ts';
import type { Product } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Asked } from '../../ui/states.tsx';

export function Catalogue() {
  const { t } = useTranslation();
  const at = useShopPath();
  const formats = useFormats();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 200);
  const found = useGet<{ products: Product[] }>(
    `${at('products')}${query({ q: asked, limit: 50 })}`,
  );
  return (
    <>
      <TextInput
        mb="md"
        type="search"
        label={t('data.search')}
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
      />
      <Asked query={found}>
        {({ products }) => (
          <DataTable
            label={t('data.tab.catalogue')}
            rows={products}
            rowKey={(each) => each.sku}
            empty={t('explain.noProduct')}
            columns={[
              {
                key: 'title',
                title: t('explain.product'),
                render: (each) => (
                  <span className="chips">
                    {each.title} <span className="dim mono">{each.sku}</span>
                    {!each.sellable && (
                      <Badge variant="light" color="yellow">
                        {t('data.notSellable')}
                      </Badge>
                    )}
                  </span>
                ),
              },
              {
                key: 'category',
                title: t('data.category'),
                render: (each) => each.category || '–',
              },
              { key: 'brand', title: t('data.brand'), render: (each) => each.brand || '–' },
              {
                key: 'price',
                title: t('explain.price'),
                end: true,
                render: (each) => formats.money(each.price),
              },
              {
                key: 'cost',
                title: t('explain.cost'),
                end: true,
                render: (each) => formats.money(each.cost),
              },
              {
                key: 'stock',
                title: t('explain.stock'),
                end: true,
                render: (each) => formats.number(each.stock),
              },
            ]}
          />
        )}
      </Asked>
    </>
  );
}
