import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Placement, PlacementFields, ScheduledChange, Strategy } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { useShopPath } from '../../app/shop.tsx';
import { useMay } from '../../session/session.tsx';
import { Act } from '../../ui/Act.tsx';
import { changedFields, changesBetween, same } from '../../ui/changes.ts';
import { Diff } from '../../ui/Diff.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked, Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { PlacementForm } from './PlacementForm.tsx';

/** Changes that come into force by themselves at their time. */
export function Schedule({
  placement,
  strategies,
}: {
  placement: Placement;
  strategies: readonly Strategy[];
}) {
  const { t } = useTranslation();
  const at = useShopPath();
  const base = at('placements', placement.name, 'scheduled');
  const scheduled = useGet<{ scheduled: ScheduledChange[] }>(base);
  const [planning, setPlanning] = useState(false);
  const [cancelling, setCancelling] = useState<ScheduledChange | null>(null);
  const cancel = useChange(
    ({ id, reason }: { id: number | string; reason: string }) =>
      call('DELETE', at('placements', placement.name, 'scheduled', id), { reason }),
    base,
  );
  return (
    <>
      <Section
        title={t('schedule.title')}
        actions={
          !planning && (
            <Act need="operator" onClick={() => setPlanning(true)}>
              {t('schedule.plan')}
            </Act>
          )
        }
      >
        <Asked query={scheduled}>
          {(data) =>
            data.scheduled.length === 0 ? (
              <Empty>{t('schedule.none')}</Empty>
            ) : (
              <ol className="history" aria-label={t('schedule.title')}>
                {data.scheduled.map((each) => (
                  <li key={each.id} className="panel history-entry">
                    <div className="section-head">
                      <span>
                        <strong>
                          <Time at={each.at} />
                        </strong>{' '}
                        <span className="dim">{each.author}</span>
                      </span>
                      <Act need="operator" variant="default" onClick={() => setCancelling(each)}>
                        {t('schedule.cancel')}
                      </Act>
                    </div>
                    <p className="history-reason">{each.reason}</p>
                    <Diff
                      changes={changesBetween(placement, {
                        ...placement,
                        ...each.change,
                      })}
                    />
                  </li>
                ))}
              </ol>
            )
          }
        </Asked>
      </Section>
      {planning && (
        <Plan placement={placement} strategies={strategies} close={() => setPlanning(false)} />
      )}
      {cancelling !== null && (
        <ReasonDialog
          title={t('schedule.cancel')}
          confirm={t('schedule.cancel')}
          danger
          change={async (reason) => {
            await cancel.mutateAsync({ id: cancelling.id, reason });
            notifyDone(t('schedule.cancelled'));
          }}
          close={() => setCancelling(null)}
        />
      )}
    </>
  );
}

function Plan({
  placement,
  strategies,
  close,
}: {
  placement: Placement;
  strategies: readonly Strategy[];
  close: () => void;
}) {
  const { t } = useTranslation();
  const path = useShopPath();
  const editable = useMay('operator');
  const proposed = useProposed();
  const [when, setWhen] = useState('');
  const [draft, setDraft] = useState(placement);
  const [asking, setAsking] = useState(false);
  const plan = useChange(
    (body: { at: string; change: Partial<PlacementFields>; reason: string }) =>
      call('POST', path('placements', placement.name, 'scheduled'), body),
    path('placements', placement.name, 'scheduled'),
    path('proposals'),
  );
  const ready = when !== '' && !same(placement, draft);
  return (
    <Section title={t('schedule.plan')}>
      <TextInput
        type="datetime-local"
        label={t('schedule.when')}
        description={t('schedule.local')}
        value={when}
        onChange={(e) => setWhen(e.currentTarget.value)}
        mb="md"
      />
      <PlacementForm draft={draft} change={setDraft} strategies={strategies} disabled={!editable} />
      <div className="save-bar">
        <span className="small">{!ready && t('schedule.notReady')}</span>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Act need="operator" disabled={!ready} onClick={() => setAsking(true)}>
            {t('schedule.plan')}
          </Act>
        </Group>
      </div>
      {asking && (
        <ReasonDialog
          title={t('schedule.plan')}
          changes={changesBetween(placement, draft)}
          confirm={t('schedule.plan')}
          live
          change={async (reason) => {
            const answer = await plan.mutateAsync({
              at: new Date(when).toISOString(),
              change: changedFields(placement, draft),
              reason,
            });
            if (!proposed(answer)) notifyDone(t('schedule.planned'));
            close();
          }}
          close={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
