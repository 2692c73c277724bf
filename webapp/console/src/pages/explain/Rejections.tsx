import { useTranslation } from 'react-i18next';
import type { Rejection } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';

/** Bundles that came close and were left out, each with the constraint that it broke. */
export function Rejections({ rejections }: { rejections: readonly Rejection[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('explain.whyNot')}
      rows={rejections.map((each, index) => ({ ...each, index }))}
      rowKey={(each) => each.index}
      empty={t('explain.noRejection')}
      columns={[
        { key: 'items', title: t('explain.items'), render: (each) => itemsOf(each.items) },
        { key: 'reason', title: t('history.reason'), render: (each) => each.reason },
      ]}
    />
  );
}

function itemsOf(items: unknown): string {
  if (!Array.isArray(items)) return `${items}`;
  return items
    .map((each) => {
      if (typeof each !== 'object' || each === null) return `${each}`;
      const { sku, title, quantity } = each as { sku?: string; title?: string; quantity?: number };
      const name = title ?? sku ?? JSON.stringify(each);
      return quantity !== undefined && quantity > 1 ? `${quantity} × ${name}` : name;
    })
    .join(' + ');
}
