import { Button, Group, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Front, Objective, Placement, Rehearsal, Weights } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { useMay } from '../../session/session.tsx';
import { Act } from '../../ui/Act.tsx';
import { changesBetween, same } from '../../ui/changes.ts';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked, ErrorState, Loading } from '../../ui/states.tsx';
import { FrontPoint } from './FrontPoint.tsx';
import { OBJECTIVES, ObjectiveSliders } from './ObjectiveSliders.tsx';
import { RehearsalReport } from './RehearsalReport.tsx';

const FrontChart = lazy(() => import('./FrontChart.tsx'));
const PAUSE_MILLIS = 250;

/**
 * The trade-offs that a placement has: every bundle of its last question that is best in something, and the one that
 * the weights choose. The weights are tried on recorded traffic before they are saved.
 */
export function Dial({ placement }: { placement: Placement }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const editable = useMay('operator');
  const [weights, setWeights] = useState<Weights>(placement.objectiveWeights);
  const [asked] = useDebouncedValue(weights, PAUSE_MILLIS);
  const [axes, setAxes] = useState<{ x: Objective; y: Objective }>({
    x: 'margin',
    y: 'conversion',
  });
  const [saving, setSaving] = useState(false);
  const change = { objectiveWeights: asked };
  const none = Object.values(asked).every((each) => each === 0);
  const front = useQuery({
    queryKey: [at('placements', placement.name, 'dial'), asked],
    queryFn: () => call<Front>('POST', at('placements', placement.name, 'dial'), { change }),
    placeholderData: keepPreviousData,
    enabled: !none,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rehearsal = useMutation({
    mutationFn: () =>
      call<Rehearsal>('POST', at('placements', placement.name, 'rehearsal'), { change }),
  });
  const save = useChange(
    (reason: string) =>
      call<Placement>('PUT', at('placements', placement.name), {
        objectiveWeights: weights,
        revision: placement.revision,
        reason,
      }),
    at('placements'),
    at('strategies'),
  );
  const moved = !same(placement.objectiveWeights, weights);
  const axis = (which: 'x' | 'y') => (
    <Select
      size="xs"
      label={t(`dial.${which}`)}
      data={OBJECTIVES.map((each) => ({ value: each, label: t(`field.${each}`) }))}
      value={axes[which]}
      allowDeselect={false}
      onChange={(to) => to !== null && setAxes({ ...axes, [which]: to as Objective })}
    />
  );
  return (
    <>
      <p className="small dim">{t('dial.why')}</p>
      <div className="columns">
        <div className="panel">
          <ObjectiveSliders
            weights={weights}
            change={(to) => {
              setWeights(to);
              rehearsal.reset();
            }}
            disabled={false}
          />
          <Group gap="xs" mt="md">
            <Button
              size="xs"
              variant="default"
              disabled={none}
              loading={rehearsal.isPending}
              onClick={() => rehearsal.mutate()}
            >
              {t('dial.rehearse')}
            </Button>
            <Act need="operator" disabled={!moved || none} onClick={() => setSaving(true)}>
              {t('placements.save')}
            </Act>
            {moved && (
              <Button
                size="xs"
                variant="subtle"
                onClick={() => {
                  setWeights(placement.objectiveWeights);
                  rehearsal.reset();
                }}
              >
                {t('placements.discard')}
              </Button>
            )}
          </Group>
          {!editable && <Text size="xs">{t('dial.tryOnly')}</Text>}
        </div>
        <div className="panel">
          {none ? (
            <Text role="alert">{t('dial.noWeight')}</Text>
          ) : (
            <Asked query={front}>
              {(found) => (
                <>
                  <Group gap="xs" mb="xs">
                    {axis('x')}
                    {axis('y')}
                  </Group>
                  <Suspense fallback={<Loading />}>
                    <FrontChart front={found} x={axes.x} y={axes.y} />
                  </Suspense>
                  <p className="small dim">
                    {t('dial.points', { count: found.points.length, strategy: found.strategy })}
                  </p>
                  <FrontPoint front={found} />
                </>
              )}
            </Asked>
          )}
        </div>
      </div>
      {rehearsal.isError && <ErrorState error={rehearsal.error} retry={() => rehearsal.mutate()} />}
      {rehearsal.data !== undefined && (
        <Section title={t('dial.rehearsal')}>
          <RehearsalReport report={rehearsal.data} />
        </Section>
      )}
      {saving && (
        <ReasonDialog
          title={t('placements.saveNamed', { name: placement.name })}
          changes={changesBetween(placement, { ...placement, objectiveWeights: weights })}
          confirm={t('placements.save')}
          change={async (reason) => {
            const fresh = await save.mutateAsync(reason);
            rehearsal.reset();
            notifyDone(t('placements.saved', { name: fresh.name, revision: fresh.revision }));
          }}
          close={() => setSaving(false)}
        />
      )}
    </>
  );
}
