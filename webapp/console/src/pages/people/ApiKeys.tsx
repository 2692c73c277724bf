import { Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { ApiKey } from '../../api/types.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Asked } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';
import { Secret } from './Secret.tsx';
import { SCOPES } from './scopes.ts';

/** The keys by which the shop's servers speak to the program. A key is told when it is made and never again. */
export function ApiKeys() {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const keys = useGet<{ keys: ApiKey[] }>(at('keys'));
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const revoke = useChange(
    ({ id, reason }: { id: number | string; reason: string }) =>
      call('DELETE', at('keys', id), { reason }),
    at('keys'),
  );
  return (
    <Section
      title={t('keys.title', { shop: shop.name })}
      actions={
        <Act need="admin" onClick={() => setMaking(true)}>
          {t('keys.make')}
        </Act>
      }
    >
      {secret !== null && (
        <Secret title={t('keys.made')} secret={secret} done={() => setSecret(null)} />
      )}
      <Asked query={keys}>
        {(data) => (
          <DataTable
            label={t('keys.title', { shop: shop.name })}
            rows={data.keys}
            rowKey={(each) => each.id}
            empty={t('keys.none')}
            columns={[
              { key: 'label', title: t('keys.label'), render: (each) => each.label },
              { key: 'scopes', title: t('keys.scopes'), render: (each) => each.scopes.join(', ') },
              {
                key: 'since',
                title: t('people.since'),
                render: (each) => <Time at={each.createdAt} />,
              },
              {
                key: 'act',
                title: t('act.column'),
                render: (each) =>
                  each.revokedAt !== null ? (
                    <span className="dim">
                      {t('keys.revoked')} <Time at={each.revokedAt} />
                    </span>
                  ) : (
                    <Act
                      need="admin"
                      variant="default"
                      aria-label={t('keys.revokeNamed', { label: each.label })}
                      onClick={() => setRevoking(each)}
                    >
                      {t('keys.revoke')}
                    </Act>
                  ),
              },
            ]}
          />
        )}
      </Asked>
      {making && <NewKey close={() => setMaking(false)} made={setSecret} />}
      {revoking !== null && (
        <ReasonDialog
          title={t('keys.revokeNamed', { label: revoking.label })}
          confirm={t('keys.revoke')}
          danger
          change={async (reason) => {
            await revoke.mutateAsync({ id: revoking.id, reason });
            notifyDone(t('keys.isRevoked', { label: revoking.label }));
          }}
          close={() => setRevoking(null)}
        />
      )}
    </Section>
  );
}

function NewKey({ close, made }: { close: () => void; made: (key: string) => void }) {
  const { t } = useTranslation();
  const at = useShopPath();
  const [label, setLabel] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const make = useChange(
    (reason: string) => call<{ key: string }>('POST', at('keys'), { label, scopes, reason }),
    at('keys'),
  );
  return (
    <ReasonDialog
      title={t('keys.make')}
      confirm={t('keys.make')}
      ready={label.trim() !== '' && scopes.length > 0}
      change={async (reason) => made((await make.mutateAsync(reason)).key)}
      close={close}
    >
      <TextInput
        label={t('keys.label')}
        required
        maxLength={64}
        value={label}
        onChange={(e) => setLabel(e.currentTarget.value)}
        data-autofocus
      />
      <Checkbox.Group label={t('keys.scopes')} value={scopes} onChange={setScopes}>
        <Group mt="xs">
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} label={scope} />
          ))}
        </Group>
      </Checkbox.Group>
    </ReasonDialog>
  );
}
