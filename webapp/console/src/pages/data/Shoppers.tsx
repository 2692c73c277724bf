import { Button, Group, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { ShopperView } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { DecisionTable } from '../../ui/DecisionTable.tsx';
import { EventTable } from '../../ui/EventTable.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked } from '../../ui/states.tsx';

/** What is known of one shopper, and the way to forget it. */
export function Shoppers() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [id, setId] = useState('');
  const open = (event: FormEvent) => {
    event.preventDefault();
    setId(typed.trim());
  };
  return (
    <>
      <form onSubmit={open}>
        <Group align="end" mb="md">
          <TextInput
            label={t('shoppers.id')}
            required
            maxLength={256}
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {t('shoppers.open')}
          </Button>
        </Group>
      </form>
      {id !== '' && <Shopper key={id} id={id} gone={() => setId('')} />}
    </>
  );
}

function Shopper({ id, gone }: { id: string; gone: () => void }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const shopper = useGet<ShopperView>(at('shoppers', id));
  const client = useQueryClient();
  const [erasing, setErasing] = useState(false);
  const [confirmed, setConfirmed] = useState('');
  const erase = useChange(
    (reason: string) => call<{ receipt: string }>('DELETE', at('shoppers', id), { reason }),
    at('decisions'),
  );
  return (
    <>
      <div className="section-head">
        <h2 className="plain-head">{id}</h2>
        <Act need="admin" color="red" onClick={() => setErasing(true)}>
          {t('shoppers.erase')}
        </Act>
      </div>
      <Asked query={shopper}>
        {({ profile, events, decisions }) => (
          <>
            <Section title={t('shoppers.profile')}>
              <Profile profile={profile} />
            </Section>
            <Section title={t('shoppers.events')}>
              <EventTable events={events} />
            </Section>
            <Section title={t('page.decisions')}>
              <DecisionTable decisions={decisions} />
            </Section>
          </>
        )}
      </Asked>
      {erasing && (
        <ReasonDialog
          title={t('shoppers.eraseNamed', { id })}
          confirm={t('shoppers.erase')}
          danger
          ready={confirmed === id}
          change={async (reason) => {
            const { receipt } = await erase.mutateAsync(reason);
            notifyDone(t('shoppers.erased', { receipt }));
            gone();
            // Whoever looks again must not be shown what was kept here.
            client.removeQueries({ queryKey: [at('shoppers', id)] });
          }}
          close={() => setErasing(false)}
        >
          <p>{t('shoppers.eraseWhat')}</p>
          <TextInput
            label={t('shoppers.confirm', { id })}
            value={confirmed}
            onChange={(e) => setConfirmed(e.currentTarget.value)}
            data-autofocus
          />
        </ReasonDialog>
      )}
    </>
  );
}

function Profile({ profile }: { profile: ShopperView['profile'] }) {
  const { t } = useTranslation();
  const entries = Object.entries(profile ?? {});
  if (entries.length === 0) return <p className="dim">{t('shoppers.noProfile')}</p>;
  return (
    <div className="panel">
      <dl className="facts">
        {entries.map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{typeof value === 'object' ? JSON.stringify(value) : `${value}`}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
