import { Button, Select, Slider, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Arm, Placement, Strategy } from '../../api/types.ts';
import { useFormats } from '../../ui/formats.ts';
import { namesFor } from './choices.ts';

/** One arm: its name, who answers in it, and its share. */
export function ArmFields({
  arm,
  most,
  placement,
  strategies,
  disabled,
  change,
  share,
  remove,
}: {
  arm: Arm;
  most: number;
  placement: Placement;
  strategies: readonly Strategy[];
  disabled: boolean;
  change: (to: Arm) => void;
  share: (to: number) => void;
  remove: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const scoring = arm.scoring ?? '';
  const bundling = arm.bundling ?? '';
  const own = (name: string) => ({ value: '', label: t('split.own', { name }) });
  const answered = arm.offers ?? true;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset is read twice
    <div className="arm" role="group" aria-label={t('split.arm', { name: arm.name })}>
      <div className="fields">
        <TextInput
          label={t('split.name')}
          value={arm.name}
          onChange={(e) => change({ ...arm, name: e.currentTarget.value })}
        />
        <Select
          label={t('field.scoring')}
          data={[own(placement.scoring), ...namesFor(strategies, 'scoring', scoring)]}
          value={scoring}
          allowDeselect={false}
          disabled={disabled || !answered}
          onChange={(to) => change({ ...arm, scoring: to ?? '' })}
        />
        <Select
          label={t('field.bundling')}
          data={[own(placement.bundling), ...namesFor(strategies, 'bundling', bundling)]}
          value={bundling}
          allowDeselect={false}
          disabled={disabled || !answered}
          onChange={(to) => change({ ...arm, bundling: to ?? '' })}
        />
      </div>
      <div className="slider-line">
        <Text component="span" size="sm">
          {t('field.share')}
        </Text>
        <Slider
          className="slider"
          value={Math.round(arm.share * 1000) / 10}
          min={0}
          max={100}
          step={0.5}
          disabled={disabled}
          label={(value) => formats.percent(value / 100)}
          onChange={(to) => share(Math.min(to / 100, most))}
          thumbLabel={t('split.shareOf', { name: arm.name })}
        />
        <Text component="span" size="sm" className="slider-value">
          {formats.percent(arm.share)}
        </Text>
      </div>
      <Switch
        mb="sm"
        label={t('split.holdOut')}
        description={t('split.holdOutWhy')}
        checked={!answered}
        disabled={disabled}
        onChange={(e) => change({ ...arm, offers: !e.currentTarget.checked })}
      />
      <Button
        size="xs"
        variant="default"
        disabled={disabled}
        onClick={remove}
        aria-label={t('split.removeNamed', { name: arm.name })}
      >
        {t('act.remove')}
      </Button>
    </div>
  );
}
