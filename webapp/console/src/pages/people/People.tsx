import { Badge, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call, path } from '../../api/http.ts';
import type { Person, Role } from '../../api/types.ts';
import { ROLES } from '../../session/roles.ts';
import { Act } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { NewPerson } from './NewPerson.tsx';
import { Secret } from './Secret.tsx';

type Asking = { person: Person; what: 'role' | 'disabled' };

/** Who may sign in, and as what. */
export function People() {
  const { t } = useTranslation();
  const people = useGet<{ people: Person[] }>('/people');
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<{ name: string; password: string } | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  return (
    <Section
      title={t('people.title')}
      actions={
        <Act need="admin" onClick={() => setMaking(true)}>
          {t('people.make')}
        </Act>
      }
    >
      {secret !== null && (
        <Secret
          title={t('people.passwordOf', { name: secret.name })}
          secret={secret.password}
          done={() => setSecret(null)}
        />
      )}
      <Asked query={people}>
        {(data) => (
          <DataTable
            label={t('people.title')}
            rows={data.people}
            rowKey={(each) => each.name}
            empty={t('people.none')}
            columns={[
              {
                key: 'name',
                title: t('signIn.name'),
                render: (each) => (
                  <span className="chips">
                    {each.name}
                    {each.external === true && (
                      <Badge variant="light" color="blue">
                        {t('people.external')}
                      </Badge>
                    )}
                    {each.disabled && (
                      <Badge variant="light" color="gray">
                        {t('people.disabled')}
                      </Badge>
                    )}
                  </span>
                ),
              },
              { key: 'role', title: t('people.role'), render: (each) => t(`role.${each.role}`) },
              {
                key: 'since',
                title: t('people.since'),
                render: (each) => <Time at={each.createdAt} />,
              },
              {
                key: 'act',
                title: t('act.column'),
                render: (each) => (
                  <Group gap="xs">
                    <Act
                      need="admin"
                      variant="default"
                      disabled={each.external === true}
                      aria-label={t('people.changeRoleOf', { name: each.name })}
                      onClick={() => setAsking({ person: each, what: 'role' })}
                    >
                      {t('people.changeRole')}
                    </Act>
                    <Act
                      need="admin"
                      variant="default"
                      aria-label={
                        each.disabled
                          ? t('people.enableNamed', { name: each.name })
                          : t('people.disableNamed', { name: each.name })
                      }
                      onClick={() => setAsking({ person: each, what: 'disabled' })}
                    >
                      {each.disabled ? t('people.enable') : t('people.disable')}
                    </Act>
                  </Group>
                ),
              },
            ]}
          />
        )}
      </Asked>
      {making && (
        <NewPerson
          close={() => setMaking(false)}
          made={(name, password) => password !== undefined && setSecret({ name, password })}
        />
      )}
      {asking !== null && <ChangePerson {...asking} close={() => setAsking(null)} />}
    </Section>
  );
}

function ChangePerson({ person, what, close }: Asking & { close: () => void }) {
  const { t } = useTranslation();
  const [role, setRole] = useState<Role>(person.role);
  const change = useChange(
    (body: { role?: Role; disabled?: boolean; reason: string }) =>
      call('PUT', path('people', person.name), body),
    '/people',
  );
  const words = person.disabled
    ? t('people.enableNamed', { name: person.name })
    : t('people.disableNamed', { name: person.name });
  const title = what === 'role' ? t('people.changeRoleOf', { name: person.name }) : words;
  return (
    <ReasonDialog
      title={title}
      confirm={title}
      danger={what === 'disabled' && !person.disabled}
      ready={what !== 'role' || role !== person.role}
      change={async (reason) => {
        await change.mutateAsync(
          what === 'role' ? { role, reason } : { disabled: !person.disabled, reason },
        );
        notifyDone(t('people.changed', { name: person.name }));
      }}
      close={close}
    >
      {what === 'role' && (
        <Select
          label={t('people.role')}
          data={ROLES.map((each) => ({ value: each, label: t(`role.${each}`) }))}
          value={role}
          allowDeselect={false}
          onChange={(to) => to !== null && setRole(to as Role)}
        />
      )}
    </ReasonDialog>
  );
}
