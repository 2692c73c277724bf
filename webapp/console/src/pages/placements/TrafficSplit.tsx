import { Button, Checkbox, Select, Slider, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Arm, Placement, PlacementFields, Strategy } from '../../api/types.ts';
import { useFormats } from '../../ui/formats.ts';
import { namesFor } from './choices.ts';
import { controlShare, freshName, largestShare, withShare } from './split.ts';

/** Which share of the traffic goes to which arm; the rest stays with the placement itself. */
export function TrafficSplit({
  placement,
  strategies,
  change,
  disabled,
}: {
  placement: Placement;
  strategies: readonly Strategy[];
  change: (fields: Partial<PlacementFields>) => void;
  disabled: boolean;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const arms = placement.arms ?? [];
  const set = (to: Arm[]) => change({ arms: to });
  return (
    <>
      <p className="small dim">{t('split.why')}</p>
      <SplitBar arms={arms} />
      {arms.map((arm, index) => (
        <ArmFields
          // biome-ignore lint/suspicious/noArrayIndexKey: an arm that is renamed is the same arm
          key={index}
          arm={arm}
          most={Math.max(0, largestShare(arms, index))}
          placement={placement}
          strategies={strategies}
          disabled={disabled}
          change={(to) => set(arms.map((each, i) => (i === index ? to : each)))}
          share={(to) => set(withShare(arms, index, to))}
          remove={() => set(arms.filter((_, i) => i !== index))}
        />
      ))}
      <div className="split-end">
        <Button
          size="xs"
          variant="default"
          disabled={disabled || controlShare(arms) <= 0.01}
          onClick={() =>
            set([
              ...arms,
              {
                name: freshName(arms),
                share: Math.min(0.05, Math.max(0, largestShare(arms, -1))),
                scoring: placement.scoring,
                bundling: placement.bundling,
              },
            ])
          }
        >
          {t('split.add')}
        </Button>
        <Text size="sm">{t('split.left', { share: formats.percent(controlShare(arms)) })}</Text>
      </div>
    </>
  );
}

function SplitBar({ arms }: { arms: readonly Arm[] }) {
  const { t } = useTranslation();
  let from = 0;
  return (
    <svg className="split-bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img">
      <title>{t('split.bar')}</title>
      <rect className="split-control" x="0" y="0" width="100" height="6" />
      {arms.map((arm, index) => {
        const x = from;
        from += arm.share * 100;
        return (
          <rect
            key={arm.name}
            className={`split-arm split-arm-${index % 4}`}
            x={x}
            y="0"
            width={arm.share * 100}
            height="6"
          />
        );
      })}
    </svg>
  );
}

function ArmFields({
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
  const holdout = arm.offers === false;
  const scoring = arm.scoring ?? placement.scoring;
  const bundling = arm.bundling ?? placement.bundling;
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
          data={namesFor(strategies, 'scoring', scoring)}
          value={scoring}
          disabled={holdout}
          allowDeselect={false}
          onChange={(to) => to !== null && change({ ...arm, scoring: to })}
        />
        <Select
          label={t('field.bundling')}
          data={namesFor(strategies, 'bundling', bundling)}
          value={bundling}
          disabled={holdout}
          allowDeselect={false}
          onChange={(to) => to !== null && change({ ...arm, bundling: to })}
        />
      </div>
      <Checkbox
        mt="sm"
        size="sm"
        label={t('split.holdout')}
        checked={holdout}
        disabled={disabled}
        onChange={(e) => change({ ...arm, offers: !e.currentTarget.checked })}
      />
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
