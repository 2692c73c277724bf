import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Person, Role } from '../../api/types.ts';
import { ROLES } from '../../session/roles.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/states.tsx';

/** Makes an account with a password that the server draws and tells once. */
export function NewPerson({
  close,
  made,
}: {
  close: () => void;
  made: (name: string, password?: string) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [reason, setReason] = useState('');
  const make = useChange(
    () => call<Person & { password?: string }>('POST', '/people', { name, role, reason }),
    '/people',
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined, {
      onSuccess: (person) => {
        made(person.name, person.password);
        close();
      },
    });
  };
  return (
    <Dialog title={t('people.make')} close={close}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('signIn.name')}
            required
            maxLength={64}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            data-autofocus
          />
          <Select
            label={t('people.role')}
            data={ROLES.map((each) => ({ value: each, label: t(`role.${each}`) }))}
            value={role}
            allowDeselect={false}
            onChange={(to) => to !== null && setRole(to as Role)}
          />
          <TextInput
            label={t('reason.label')}
            required
            maxLength={1000}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
          {make.isError && <ErrorState error={make.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('act.cancel')}
            </Button>
            <Button type="submit" loading={make.isPending}>
              {t('people.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
