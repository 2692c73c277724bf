import { useTranslation } from 'react-i18next';
import type { Candidate } from '../api/types.ts';
import { DataTable } from './DataTable.tsx';
import { useFormats } from './formats.ts';

/** The candidates in order of their score, with what the composing knew of each. */
export function CandidateTable({ candidates }: { candidates: readonly Candidate[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <DataTable
      label={t('explain.candidates')}
      rows={candidates}
      rowKey={(each) => each.sku}
      empty={t('explain.noCandidate')}
      columns={[
        {
          key: 'product',
          title: t('explain.product'),
          render: (each) => (
            <>
              {each.title ?? each.sku}
              {each.title !== undefined && <span className="dim mono"> {each.sku}</span>}
            </>
          ),
        },
        {
          key: 'score',
          title: t('explain.score'),
          end: true,
          render: (each) => formats.number(each.score, 4),
        },
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
        {
          key: 'because',
          title: t('explain.because'),
          render: (each) => because(each.because),
        },
      ]}
    />
  );
}

function because(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.map(because).join('; ') || '–';
  if (typeof value === 'object') {
    const { text, because: carrier } = value as { text?: unknown; because?: unknown };
    return typeof text === 'string' ? text : because(carrier ?? JSON.stringify(value));
  }
  return `${value}`;
}
