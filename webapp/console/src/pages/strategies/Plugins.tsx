import { Badge, FileButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { send } from '../../api/http.ts';
import type { Plugin } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';
import { Act } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { notifyDone } from '../../ui/notify.ts';
import { Section } from '../../ui/Page.tsx';
import { Asked, ErrorState } from '../../ui/states.tsx';

const STATES: Record<string, string> = { active: 'green', loading: 'blue', rejected: 'red' };

/** The plugins, those that were refused among them, and the way to bring one in. */
export function Plugins() {
  const { t } = useTranslation();
  const at = useShopPath();
  const plugins = useGet<{ plugins: Plugin[] }>('/plugins', { every: 10_000 });
  const reset = useRef<() => void>(null);
  const [file, setFile] = useState('');
  const upload = useChange(
    (zip: File) => send<Plugin>('/plugins', zip, 'application/zip'),
    '/plugins',
    at('strategies'),
  );
  const take = (zip: File | null) => {
    if (zip === null) return;
    setFile(zip.name);
    upload.mutate(zip, {
      onSuccess: (plugin) =>
        notifyDone(t('plugins.installed', { id: plugin.id, version: plugin.version })),
      onSettled: () => reset.current?.(),
    });
  };
  return (
    <Section
      title={t('plugins.title')}
      actions={
        <FileButton onChange={take} accept=".zip,application/zip" resetRef={reset}>
          {({ onClick }) => (
            <Act need="admin" variant="default" loading={upload.isPending} onClick={onClick}>
              {t('plugins.upload')}
            </Act>
          )}
        </FileButton>
      }
    >
      <p aria-live="polite" className="small">
        {upload.isPending && t('plugins.checking', { file })}
      </p>
      {upload.isError && (
        <>
          <p>{t('plugins.refused', { file })}</p>
          <ErrorState error={upload.error} />
        </>
      )}
      <Asked query={plugins}>
        {(data) => (
          <DataTable
            label={t('plugins.title')}
            rows={data.plugins}
            rowKey={(each) => `${each.id} ${each.version} ${each.state}`}
            empty={t('plugins.none')}
            columns={[
              { key: 'id', title: t('plugins.id'), render: (each) => each.id },
              { key: 'version', title: t('plugins.version'), render: (each) => each.version },
              {
                key: 'strategies',
                title: t('page.strategies'),
                render: (each) => each.strategies.join(', ') || '–',
              },
              {
                key: 'state',
                title: t('plugins.state'),
                render: (each) => (
                  <Badge variant="light" color={STATES[each.state] ?? 'gray'}>
                    {t(`plugin.${each.state as 'active'}`, each.state)}
                  </Badge>
                ),
              },
              {
                key: 'reason',
                title: t('plugins.reason'),
                render: (each) => [each.code, each.reason].filter(Boolean).join(': ') || '–',
              },
            ]}
          />
        )}
      </Asked>
    </Section>
  );
}
