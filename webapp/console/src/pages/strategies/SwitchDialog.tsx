import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Strategy } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { useShopPath } from '../../app/shop.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';

/** The kill switch: asks why and says what happens to the placements that the strategy answers in. */
export function SwitchDialog({ strategy, close }: { strategy: Strategy; close: () => void }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const on = strategy.switchedOff !== null;
  const change = useChange(
    (reason: string) => call('POST', at('strategies', strategy.name, 'switch'), { on, reason }),
    at('strategies'),
    at('proposals'),
  );
  const proposed = useProposed();
  const title = on
    ? t('strategies.switchOnNamed', { name: strategy.name })
    : t('strategies.switchOffNamed', { name: strategy.name });
  return (
    <ReasonDialog
      title={title}
      confirm={on ? t('strategies.switchOn') : t('strategies.switchOff')}
      danger={!on}
      live={on}
      change={async (reason) => {
        if (proposed(await change.mutateAsync(reason))) return;
        notifyDone(
          on
            ? t('strategies.isOn', { name: strategy.name })
            : t('strategies.isOff', { name: strategy.name }),
        );
      }}
      close={close}
    >
      <Text size="sm">
        {strategy.live.length === 0
          ? t('strategies.switchNowhere')
          : on
            ? t('strategies.switchOnWhere', { placements: strategy.live.join(', ') })
            : t('strategies.switchOffWhere', { placements: strategy.live.join(', ') })}
      </Text>
    </ReasonDialog>
  );
}
