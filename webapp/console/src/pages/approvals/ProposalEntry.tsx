import { Badge, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Proposal } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { useSession } from '../../session/session.tsx';
import { Act } from '../../ui/Act.tsx';
import { Diff } from '../../ui/Diff.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Time } from '../../ui/Time.tsx';

type Decision = 'approve' | 'reject' | 'withdraw';

const COLOURS = {
  waiting: 'yellow',
  approved: 'green',
  rejected: 'red',
  withdrawn: 'gray',
  expired: 'gray',
} as const;

/** One change that waits for a second person, or waited: what it changes, who wants it and why, and what can be done. */
export function ProposalEntry({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const session = useSession();
  const [asking, setAsking] = useState<Decision | null>(null);
  const decide = useChange(
    ({ how, reason }: { how: Decision; reason: string }) =>
      how === 'withdraw'
        ? call('DELETE', at('proposals', proposal.id), { reason })
        : call('POST', at('proposals', proposal.id, how), { reason }),
    at(),
  );
  const own = proposal.author === session.name;
  const title = t(`approvals.kind.${proposal.kind}`, { subject: proposal.subject });
  return (
    <li className="panel history-entry">
      <div className="section-head">
        <span>
          <strong>{title}</strong>{' '}
          <span className="chips">
            <Badge variant="light" color={COLOURS[proposal.state]}>
              {t(`approvals.state.${proposal.state}`)}
            </Badge>
            {proposal.overtaken && (
              <Badge variant="light" color="red">
                {t('approvals.overtaken')}
              </Badge>
            )}
          </span>{' '}
          <span className="dim">
            {proposal.author} · <Time at={proposal.madeAt} />
          </span>
        </span>
        {proposal.state === 'waiting' && (
          <Group gap="xs">
            {own ? (
              <Act need="operator" variant="default" onClick={() => setAsking('withdraw')}>
                {t('approvals.withdraw')}
              </Act>
            ) : (
              <>
                <Act need="operator" variant="default" onClick={() => setAsking('reject')}>
                  {t('approvals.reject')}
                </Act>
                <Act
                  need="operator"
                  disabled={proposal.overtaken}
                  onClick={() => setAsking('approve')}
                >
                  {t('approvals.approve')}
                </Act>
              </>
            )}
          </Group>
        )}
      </div>
      <p className="history-reason">{proposal.reason}</p>
      {proposal.at !== null && (
        <p className="history-reason">
          {t('schedule.when')} <Time at={proposal.at} />
        </p>
      )}
      <Diff changes={proposal.changes} />
      {proposal.decision !== null && (
        <p className="history-reason dim">
          {proposal.decidedBy} · {proposal.decision}
        </p>
      )}
      {proposal.state === 'waiting' && own && (
        <p className="history-reason dim">{t('approvals.own')}</p>
      )}
      {asking !== null && (
        <ReasonDialog
          title={title}
          changes={proposal.changes}
          confirm={t(`approvals.${asking}`)}
          danger={asking === 'reject'}
          change={async (reason) => {
            await decide.mutateAsync({ how: asking, reason });
            notifyDone(t(`approvals.done.${asking}`));
          }}
          close={() => setAsking(null)}
        />
      )}
    </li>
  );
}
