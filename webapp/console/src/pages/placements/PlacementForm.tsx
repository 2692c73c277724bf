import { Fieldset, MultiSelect, NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Placement, Strategy } from '../../api/types.ts';
import { ConstraintFields } from './ConstraintFields.tsx';
import { namesFor } from './choices.ts';
import { ObjectiveSliders } from './ObjectiveSliders.tsx';
import { RuleList } from './RuleList.tsx';
import { TrafficSplit } from './TrafficSplit.tsx';
import { WeightFields } from './WeightFields.tsx';

/** All that can be set in a placement. */
export function PlacementForm({
  draft,
  change,
  strategies,
  disabled,
}: {
  draft: Placement;
  change: (to: Placement) => void;
  strategies: readonly Strategy[];
  disabled: boolean;
}) {
  const { t } = useTranslation();
  const set = (fields: Partial<Placement>) => change({ ...draft, ...fields });
  const scoring = namesFor(strategies, 'scoring', draft.scoring, draft.fallback);
  const complements = namesFor(strategies, 'complementarity', draft.complementarity);
  const every = namesFor(strategies, null, ...draft.shadow);
  return (
    <div className="form">
      <Fieldset legend={t('placements.who')} disabled={disabled}>
        <div className="fields">
          <Select
            label={t('field.scoring')}
            description={t('placements.scoringWhy')}
            data={scoring}
            value={draft.scoring}
            allowDeselect={false}
            onChange={(to) => to !== null && set({ scoring: to })}
          />
          <Select
            label={t('field.fallback')}
            description={t('placements.fallbackWhy')}
            data={scoring}
            value={draft.fallback}
            allowDeselect={false}
            onChange={(to) => to !== null && set({ fallback: to })}
          />
          <Select
            label={t('field.complementarity')}
            description={t('placements.complementarityWhy')}
            data={[{ value: '', label: t('placements.nobody') }, ...complements]}
            value={draft.complementarity}
            allowDeselect={false}
            onChange={(to) => set({ complementarity: to ?? '' })}
          />
          <Select
            label={t('field.bundling')}
            description={t('placements.bundlingWhy')}
            data={namesFor(strategies, 'bundling', draft.bundling)}
            value={draft.bundling}
            allowDeselect={false}
            onChange={(to) => to !== null && set({ bundling: to })}
          />
        </div>
        <MultiSelect
          mt="md"
          label={t('field.shadow')}
          description={t('placements.shadowWhy')}
          data={every}
          value={draft.shadow}
          maxValues={8}
          hidePickedOptions
          onChange={(shadow) => set({ shadow })}
        />
        <div className="fields fields-below">
          <NumberInput
            label={t('field.deadlineMillis')}
            suffix=" ms"
            min={1}
            max={10_000}
            allowDecimal={false}
            value={draft.deadlineMillis}
            onChange={(to) => typeof to === 'number' && set({ deadlineMillis: to })}
          />
          <NumberInput
            label={t('field.candidates')}
            min={1}
            max={256}
            allowDecimal={false}
            value={draft.candidates}
            onChange={(to) => typeof to === 'number' && set({ candidates: to })}
          />
          <NumberInput
            label={t('field.limit')}
            min={1}
            max={100}
            allowDecimal={false}
            value={draft.limit}
            onChange={(to) => typeof to === 'number' && set({ limit: to })}
          />
        </div>
      </Fieldset>
      <Fieldset legend={t('field.objectiveWeights')} disabled={disabled}>
        <ObjectiveSliders
          weights={draft.objectiveWeights}
          change={(objectiveWeights) => set({ objectiveWeights })}
          disabled={disabled}
        />
      </Fieldset>
      <Fieldset legend={t('field.constraints')} disabled={disabled}>
        <ConstraintFields
          constraints={draft.constraints}
          change={(constraints) => set({ constraints })}
        />
      </Fieldset>
      <Fieldset legend={t('field.rules')} disabled={disabled}>
        <RuleList placement={draft} change={set} disabled={disabled} />
      </Fieldset>
      <Fieldset legend={t('placements.traffic')} disabled={disabled}>
        <TrafficSplit placement={draft} strategies={strategies} change={set} disabled={disabled} />
      </Fieldset>
      <Fieldset legend={t('placements.finer')} disabled={disabled}>
        <WeightFields
          label={t('field.model')}
          weights={draft.model}
          change={(model) => set({ model })}
        />
        <WeightFields
          label={t('field.eventWeights')}
          weights={draft.eventWeights}
          change={(eventWeights) => set({ eventWeights })}
        />
      </Fieldset>
    </div>
  );
}
