import { Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Placement, PlacementFields } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { changesBetween } from '../../ui/changes.ts';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { adopted } from './adopted.ts';

/** Ends an experiment: one of its arms becomes the placement, or the placement stays as it is. */
export function Decide({ name }: { name: string }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const placement = useGet<Placement>(at('placements', name));
  const [ending, setEnding] = useState<Partial<PlacementFields> | null>(null);
  const proposed = useProposed();
  const change = useChange(
    (body: Partial<PlacementFields> & { revision: number; reason: string }) =>
      call<Placement>('PUT', at('placements', name), body),
    at('placements'),
    at('proposals'),
  );
  const base = placement.data;
  if (base === undefined || (base.arms ?? []).length === 0) return null;
  return (
    <Section title={t('experiments.decide')}>
      <p className="small dim">{t('experiments.decideWhy')}</p>
      <Group gap="xs">
        {(base.arms ?? [])
          .filter(({ offers }) => offers !== false)
          .map((arm) => (
            <Act key={arm.name} need="operator" onClick={() => setEnding(adopted(base, arm))}>
              {t('experiments.adopt', { arm: arm.name })}
            </Act>
          ))}
        <Act need="operator" onClick={() => setEnding({ arms: [] })}>
          {t('experiments.keep')}
        </Act>
      </Group>
      {ending !== null && (
        <ReasonDialog
          title={t('experiments.decide')}
          changes={changesBetween(base, { ...base, ...ending })}
          confirm={t('experiments.end')}
          live
          change={async (reason) => {
            const answer = await change.mutateAsync({
              ...ending,
              revision: base.revision,
              reason,
            });
            if (!proposed(answer)) {
              notifyDone(t('placements.saved', { name, revision: answer.revision }));
            }
          }}
          close={() => setEnding(null)}
        />
      )}
    </Section>
  );
}
