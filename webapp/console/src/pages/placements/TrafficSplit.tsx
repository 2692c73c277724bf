import { Button, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Arm, Placement, PlacementFields, Strategy } from '../../api/types.ts';
import { useFormats } from '../../ui/formats.ts';
import { ArmFields } from './ArmFields.tsx';
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
              },
            ])
          }
        >
          {t('split.add')}
        </Button>
        <Text size="sm">{t('split.left', { share: formats.percent(controlShare(arms)) })}</Text>
      </div>
      {arms.length > 0 && (
        <Switch
          mt="md"
          label={t('split.bandit')}
          description={t('split.banditWhy')}
          disabled={disabled}
          checked={placement.allocation === 'bandit'}
          onChange={(event) =>
            change({ allocation: event.currentTarget.checked ? 'bandit' : 'fixed' })
          }
        />
      )}
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
