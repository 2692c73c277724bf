import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { DeadLetter } from '../../api/types.ts';
import { usePages } from '../../api/usePages.ts';
import { useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Details } from '../../ui/Details.tsx';
import { More } from '../../ui/More.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';

type Redriven = { accepted: number; duplicates: number; rejected: unknown[] };

/** What could not be read or taken, with the reason; chosen ones can be sent through again. */
export function DeadLetters() {
  const { t } = useTranslation();
  const at = useShopPath();
  const { pages, first, rows, more } = usePages<DeadLetter>(at('dead-letters'), 'letters');
  const [chosen, setChosen] = useState<ReadonlySet<number | string>>(new Set());
  const [asking, setAsking] = useState(false);
  const redrive = useChange(
    (reason: string) =>
      call<Redriven>('POST', at('dead-letters', 'redrive'), { ids: [...chosen], reason }),
    at('dead-letters'),
    at('overview'),
  );
  const toggle = (id: number | string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const count = typeof first?.['count'] === 'number' ? first['count'] : rows.length;
  return (
    <>
      <div className="section-head">
        <p>{t('letters.count', { count })}</p>
        <div className="page-actions">
          <Act
            need="operator"
            variant="default"
            disabled={rows.length === 0}
            onClick={() =>
              setChosen(chosen.size === rows.length ? new Set() : new Set(rows.map((r) => r.id)))
            }
          >
            {chosen.size === rows.length && rows.length > 0
              ? t('letters.chooseNone')
              : t('letters.chooseAll')}
          </Act>
          <Act need="operator" disabled={chosen.size === 0} onClick={() => setAsking(true)}>
            {t('letters.redrive', { count: chosen.size })}
          </Act>
        </div>
      </div>
      <Asked query={pages}>
        {() => (
          <DataTable
            label={t('data.tab.letters')}
            rows={rows}
            rowKey={(each) => each.id}
            empty={t('letters.none')}
            columns={[
              {
                key: 'choose',
                title: t('letters.choose'),
                render: (each) => (
                  <Checkbox
                    aria-label={t('letters.chooseOne', { id: each.id })}
                    checked={chosen.has(each.id)}
                    onChange={() => toggle(each.id)}
                  />
                ),
              },
              { key: 'at', title: t('overview.time'), render: (each) => <Time at={each.at} /> },
              { key: 'source', title: t('letters.source'), render: (each) => each.source },
              {
                key: 'code',
                title: t('letters.code'),
                render: (each) => <span className="mono">{each.code}</span>,
              },
              { key: 'reason', title: t('history.reason'), render: (each) => each.reason },
              {
                key: 'payload',
                title: t('letters.payload'),
                render: (each) => <Details summary={t('letters.show')} value={each.payload} />,
              },
            ]}
          />
        )}
      </Asked>
      <More more={more} />
      {asking && (
        <ReasonDialog
          title={t('letters.redrive', { count: chosen.size })}
          confirm={t('letters.redrive', { count: chosen.size })}
          change={async (reason) => {
            const { accepted, duplicates, rejected } = await redrive.mutateAsync(reason);
            setChosen(new Set());
            notifyDone(t('letters.redriven', { accepted, duplicates, rejected: rejected.length }));
          }}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
