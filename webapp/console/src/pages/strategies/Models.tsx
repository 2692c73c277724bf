import { Badge, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Model } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { Verdict } from './Verdict.tsx';

type Asking = { act: 'revert'; model: Model } | { act: 'retire' };

/** The models that were offered for a strategy, with the verdict on each; an earlier one can serve again. */
export function Models({ name }: { name: string }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const base = at('strategies', name, 'models');
  const models = useGet<{ models: Model[] }>(base);
  const [asking, setAsking] = useState<Asking | null>(null);
  const change = useChange(
    ({ act, body }: { act: string; body: unknown }) => call('POST', `${base}/${act}`, body),
    at('strategies'),
    at('proposals'),
  );
  const proposed = useProposed();
  const serving = models.data?.models.some((each) => each.current) ?? false;
  return (
    <Section
      title={t('models.title')}
      actions={
        serving && (
          <Act need="operator" variant="default" onClick={() => setAsking({ act: 'retire' })}>
            {t('models.retire')}
          </Act>
        )
      }
    >
      <Asked query={models}>
        {(data) => (
          <DataTable
            label={t('models.title')}
            rows={data.models}
            rowKey={(each) => each.revision}
            empty={t('models.none')}
            columns={[
              {
                key: 'id',
                title: t('models.id'),
                render: (each) => (
                  <span className="chips">
                    {each.id ?? t('strategies.noModel')}
                    {each.current && (
                      <Badge variant="light" color="green">
                        {t('models.current')}
                      </Badge>
                    )}
                    {!each.promoted && (
                      <Badge variant="light" color="gray">
                        {t('models.held')}
                      </Badge>
                    )}
                  </span>
                ),
              },
              { key: 'made', title: t('models.made'), render: (each) => <Time at={each.madeAt} /> },
              { key: 'author', title: t('history.author'), render: (each) => each.author },
              { key: 'reason', title: t('history.reason'), render: (each) => each.reason },
              {
                key: 'verdict',
                title: t('models.verdict'),
                render: (each) => <Verdict verdict={each.verdict} />,
              },
              {
                key: 'act',
                title: t('act.column'),
                render: (each) =>
                  each.current || each.id === null ? (
                    '–'
                  ) : (
                    <Group gap="xs">
                      <Act
                        need="operator"
                        variant="default"
                        onClick={() => setAsking({ act: 'revert', model: each })}
                        aria-label={t('models.revertTo', { id: each.id ?? each.revision })}
                      >
                        {t('act.revert')}
                      </Act>
                    </Group>
                  ),
              },
            ]}
          />
        )}
      </Asked>
      {asking !== null && (
        <ReasonDialog
          title={
            asking.act === 'revert'
              ? t('models.revertTo', { id: asking.model.id ?? asking.model.revision })
              : t('models.retireNamed', { name })
          }
          confirm={asking.act === 'revert' ? t('act.revert') : t('models.retire')}
          danger={asking.act === 'retire'}
          live
          change={async (reason) => {
            const answer = await change.mutateAsync({
              act: asking.act,
              body:
                asking.act === 'revert' ? { revision: asking.model.revision, reason } : { reason },
            });
            if (!proposed(answer)) notifyDone(t('models.done'));
          }}
          close={() => setAsking(null)}
        />
      )}
    </Section>
  );
}
