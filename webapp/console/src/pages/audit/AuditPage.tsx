import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../api/types.ts';
import { usePages } from '../../api/usePages.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Details } from '../../ui/Details.tsx';
import { More } from '../../ui/More.tsx';
import { Page } from '../../ui/Page.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';

/** Who did what, when and why: newest first, and nobody can change it. */
export default function AuditPage() {
  const { t } = useTranslation();
  const { pages, rows, more } = usePages<AuditEntry>('/audit', 'entries');
  return (
    <Page title={t('page.audit')} lead={t('audit.lead')}>
      <Asked query={pages}>
        {() => (
          <DataTable
            label={t('page.audit')}
            rows={rows}
            rowKey={(each) => each.id}
            empty={t('audit.none')}
            columns={[
              { key: 'at', title: t('overview.time'), render: (each) => <Time at={each.at} /> },
              { key: 'author', title: t('history.author'), render: (each) => each.author },
              {
                key: 'action',
                title: t('audit.action'),
                render: (each) => <span className="mono">{each.action}</span>,
              },
              { key: 'shop', title: t('shell.shop'), render: (each) => each.shop || '–' },
              { key: 'subject', title: t('audit.subject'), render: (each) => each.subject || '–' },
              { key: 'reason', title: t('history.reason'), render: (each) => each.reason || '–' },
              {
                key: 'detail',
                title: t('audit.detail'),
                render: (each) =>
                  each.detail === null || each.detail === undefined ? (
                    '–'
                  ) : (
                    <Details summary={t('letters.show')} value={each.detail} />
                  ),
              },
            ]}
          />
        )}
      </Asked>
      <More more={more} />
    </Page>
  );
}
