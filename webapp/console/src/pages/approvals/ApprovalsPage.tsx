import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../api/hooks.ts';
import { query } from '../../api/http.ts';
import type { Proposals } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { ReadOnlyNote } from '../../ui/Act.tsx';
import { Page } from '../../ui/Page.tsx';
import { Asked, Empty } from '../../ui/states.tsx';
import { ProposalEntry } from './ProposalEntry.tsx';
import { Rule } from './Rule.tsx';

/** What waits for a second person, what became of what did, and whether changes wait at all. */
export default function ApprovalsPage() {
  const { t } = useTranslation();
  const at = useShopPath();
  const [state, setState] = useState<'waiting' | 'all'>('waiting');
  const proposals = useGet<Proposals>(at('proposals') + query({ state }), { every: 5_000 });
  return (
    <Page title={t('page.approvals')} lead={t('approvals.lead')}>
      <ReadOnlyNote need="operator" />
      <Rule />
      <SegmentedControl
        size="xs"
        mb="md"
        aria-label={t('approvals.show')}
        value={state}
        onChange={(to) => setState(to === 'all' ? 'all' : 'waiting')}
        data={[
          { value: 'waiting', label: t('approvals.waiting') },
          { value: 'all', label: t('approvals.all') },
        ]}
      />
      <Asked query={proposals}>
        {(data) =>
          data.proposals.length === 0 ? (
            <Empty>{state === 'waiting' ? t('approvals.nothing') : t('approvals.never')}</Empty>
          ) : (
            <ol className="history" aria-label={t('page.approvals')}>
              {data.proposals.map((each) => (
                <ProposalEntry key={each.id} proposal={each} />
              ))}
            </ol>
          )
        }
      </Asked>
    </Page>
  );
}
