import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { ApprovalRule, Proposal } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';

/** Whether live changes take two people. Asking for it takes one, giving it up two. */
export function Rule() {
  const { t } = useTranslation();
  const at = useShopPath();
  const rule = useGet<ApprovalRule>(at('approval'));
  const proposed = useProposed();
  const [asking, setAsking] = useState(false);
  const change = useChange(
    (body: { required: boolean; reason: string }) =>
      call<ApprovalRule | { proposal: Proposal }>('PUT', at('approval'), body),
    at('approval'),
    at('proposals'),
  );
  return (
    <Asked query={rule}>
      {({ required, author, reason, at: since }) => (
        <Section
          title={t('approvals.rule')}
          actions={
            <Act need="admin" variant="default" onClick={() => setAsking(true)}>
              {required ? t('approvals.lift') : t('approvals.require')}
            </Act>
          }
        >
          <p className="lead">{required ? t('approvals.on') : t('approvals.off')}</p>
          {author !== undefined && since !== undefined && (
            <p className="dim">
              {author} · <Time at={since} /> · {reason}
            </p>
          )}
          {asking && (
            <ReasonDialog
              title={t('approvals.rule')}
              changes={[{ path: 'requireApproval', from: required, to: !required }]}
              confirm={required ? t('approvals.lift') : t('approvals.require')}
              live={required}
              change={async (why) => {
                const answer = await change.mutateAsync({ required: !required, reason: why });
                if (!proposed(answer)) notifyDone(t('approvals.ruled'));
              }}
              close={() => setAsking(false)}
            />
          )}
        </Section>
      )}
    </Asked>
  );
}
