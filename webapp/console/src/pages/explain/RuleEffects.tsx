import { useTranslation } from 'react-i18next';
import type { RuleEffect } from '../../api/types.ts';
import { DataTable } from '../../ui/DataTable.tsx';

/** The rules that were followed, by precedence, and what each did to the candidates. */
export function RuleEffects({ effects }: { effects: readonly RuleEffect[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('field.rules')}
      rows={effects}
      rowKey={(each) => each.name}
      empty={t('rules.none')}
      columns={[
        { key: 'name', title: t('rules.name'), render: (each) => each.name },
        {
          key: 'action',
          title: t('rules.does'),
          render: (each) =>
            each.factor === undefined
              ? t(`rules.action.${each.action}`)
              : `${t(`rules.action.${each.action}`)} × ${each.factor}`,
        },
        { key: 'touched', title: t('rules.touched'), end: true, render: (each) => each.touched },
        { key: 'skus', title: t('explain.items'), render: (each) => each.skus.join(', ') },
      ]}
    />
  );
}
