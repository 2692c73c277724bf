import { Button, Divider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../api/hooks.ts';
import type { Provider } from '../api/types.ts';
import { rememberPlace } from './elsewhere.ts';

/** The ways to sign in elsewhere; one that cannot be reached says so. */
export function Providers() {
  const { t } = useTranslation();
  const providers = useGet<{ providers: Provider[] }>('/session/providers', { every: 15_000 });
  const all = providers.data?.providers ?? [];
  if (all.length === 0) return null;
  return (
    <>
      <Divider label={t('signIn.or')} />
      {all.map(({ label, start, available }) =>
        available ? (
          <Button key={start} component="a" href={start} variant="default" onClick={rememberPlace}>
            {t('signIn.with', { label })}
          </Button>
        ) : (
          <Button key={start} variant="default" disabled>
            {t('signIn.unavailable', { label })}
          </Button>
        ),
      )}
    </>
  );
}
