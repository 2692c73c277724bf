import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Placement, Revision } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { changesBetween } from '../../ui/changes.ts';
import { Diff } from '../../ui/Diff.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked, Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';

const settings = ({ name: _, revision: __, ...fields }: Placement) => fields;

/** Every revision with who made it, why, and what it changed; any earlier one can be put in force again. */
export function PlacementHistory({ name }: { name: string }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const history = useGet<{ revisions: Revision[] }>(at('placements', name, 'revisions'));
  const proposed = useProposed();
  const [to, setTo] = useState<Revision | null>(null);
  const revert = useChange(
    (body: { revision: number; reason: string }) =>
      call<Placement>('POST', at('placements', name, 'revert'), body),
    at('placements'),
    at('strategies'),
    at('proposals'),
  );
  return (
    <>
      <Asked query={history}>
        {({ revisions }) =>
          revisions.length === 0 ? (
            <Empty>{t('history.none')}</Empty>
          ) : (
            <ol className="history" aria-label={t('history.title')}>
              {revisions.map((each, index) => (
                <li key={each.revision} className="panel history-entry">
                  <div className="section-head">
                    <span>
                      <strong>{t('history.number', { revision: each.revision })}</strong>{' '}
                      <span className="dim">
                        {each.author}
                        {each.approver != null &&
                          ` · ${t('approvals.approvedBy', { name: each.approver })}`}{' '}
                        · <Time at={each.madeAt} />
                      </span>
                    </span>
                    {index === 0 ? (
                      <span className="dim">{t('history.inForce')}</span>
                    ) : (
                      <Act
                        need="operator"
                        variant="default"
                        onClick={() => setTo(each)}
                        aria-label={t('history.revertTo', { revision: each.revision })}
                      >
                        {t('act.revert')}
                      </Act>
                    )}
                  </div>
                  <p className="history-reason">{each.reason}</p>
                  <Diff changes={each.changes} />
                </li>
              ))}
            </ol>
          )
        }
      </Asked>
      {to !== null && history.data?.revisions[0] !== undefined && (
        <ReasonDialog
          title={t('history.revertTo', { revision: to.revision })}
          changes={changesBetween(
            settings(history.data.revisions[0].placement),
            settings(to.placement),
          )}
          confirm={t('act.revert')}
          live
          change={async (reason) => {
            const fresh = await revert.mutateAsync({ revision: to.revision, reason });
            if (proposed(fresh)) return;
            notifyDone(t('placements.saved', { name, revision: fresh.revision }));
          }}
          close={() => setTo(null)}
        />
      )}
    </>
  );
}
