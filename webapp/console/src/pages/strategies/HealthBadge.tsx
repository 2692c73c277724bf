import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Strategy } from '../../api/types.ts';
import { useFormats } from '../../ui/formats.ts';

export const COLOURS = {
  ready: 'green',
  idle: 'gray',
  preparing: 'blue',
  quarantined: 'red',
  absent: 'gray',
} as const;

export function HealthBadge({ strategy }: { strategy: Strategy }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { switchedOff, health } = strategy;
  return (
    <span className="chips">
      {switchedOff !== null && (
        <Badge variant="light" color="red" title={switchedOff.reason}>
          {t('strategies.off')}
        </Badge>
      )}
      {health !== null && (
        <Badge variant="light" color={COLOURS[health.state] ?? 'gray'}>
          {t(`health.${health.state}`)}
        </Badge>
      )}
      {health !== null && health.failures > 0 && (
        <span className="small" title={health.lastFailure ?? ''}>
          {t('strategies.failures', {
            failures: formats.number(health.failures),
            calls: formats.number(health.calls),
          })}
        </span>
      )}
    </span>
  );
}
