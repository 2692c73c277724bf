import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/hooks.ts';
import { call } from '../api/http.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { notifyDone } from '../ui/notify.ts';
import { ErrorState } from '../ui/states.tsx';

export function PasswordDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const change = useChange(
    (body: { current: string; password: string }) => call<void>('PUT', '/session/password', body),
    'session',
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current, password: fresh },
      {
        onSuccess: () => {
          notifyDone(t('password.changed'));
          close();
        },
      },
    );
  };
  return (
    <Dialog title={t('password.change')} close={close}>
      <form onSubmit={submit}>
        <Stack>
          {change.isError && <ErrorState error={change.error} />}
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            required
            value={current}
            onChange={(e) => setCurrent(e.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          />
          <PasswordInput
            label={t('password.fresh')}
            autoComplete="new-password"
            required
            value={fresh}
            onChange={(e) => setFresh(e.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('act.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {t('password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
