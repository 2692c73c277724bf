import { Badge, Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { Placement } from '../../api/types.ts';
import { useProposed } from '../../app/approval.ts';
import { link, usePlace } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { Act, ReadOnlyNote } from '../../ui/Act.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useFormats } from '../../ui/formats.ts';
import { Page } from '../../ui/Page.tsx';
import { Asked, ErrorState } from '../../ui/states.tsx';
import { controlShare } from './split.ts';

export function PlacementList() {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const formats = useFormats();
  const placements = useGet<{ placements: Placement[] }>(at('placements'));
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={t('page.placements')}
      lead={t('placements.lead')}
      actions={
        <Act need="operator" onClick={() => setMaking(true)}>
          {t('placements.make')}
        </Act>
      }
    >
      <ReadOnlyNote need="operator" />
      <Asked query={placements}>
        {(data) => (
          <DataTable
            label={t('page.placements')}
            rows={data.placements}
            rowKey={(each) => each.name}
            empty={t('placements.none')}
            columns={[
              {
                key: 'name',
                title: t('placements.name'),
                render: (each) => (
                  <a href={link(shop.name, 'placements', each.name)}>{each.name}</a>
                ),
              },
              { key: 'scoring', title: t('field.scoring'), render: (each) => each.scoring },
              { key: 'bundling', title: t('field.bundling'), render: (each) => each.bundling },
              {
                key: 'shadow',
                title: t('field.shadow'),
                render: (each) => each.shadow.join(', ') || '–',
              },
              {
                key: 'arms',
                title: t('placements.traffic'),
                render: (each) =>
                  (each.arms ?? []).length === 0 ? (
                    <span className="dim">{t('placements.allTraffic')}</span>
                  ) : (
                    <span className="chips">
                      <Badge variant="light" color="gray">
                        {t('split.control')} {formats.percent(controlShare(each.arms ?? []))}
                      </Badge>
                      {(each.arms ?? []).map((arm) => (
                        <Badge key={arm.name} variant="light" color="blue">
                          {arm.name} {formats.percent(arm.share)}
                        </Badge>
                      ))}
                    </span>
                  ),
              },
              {
                key: 'revision',
                title: t('history.revision'),
                end: true,
                render: (each) => (
                  <a
                    href={link(shop.name, 'placements', each.name, 'history')}
                    aria-label={t('placements.historyOf', {
                      name: each.name,
                      revision: each.revision,
                    })}
                  >
                    {each.revision}
                  </a>
                ),
              },
            ]}
          />
        )}
      </Asked>
      {making && <NewPlacement close={() => setMaking(false)} />}
    </Page>
  );
}

/** A new placement starts from the standard one and is edited like any other. */
function NewPlacement({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const [, go] = usePlace();
  const [name, setName] = useState('');
  const proposed = useProposed();
  const [reason, setReason] = useState('');
  const make = useChange(
    () => call<Placement>('PUT', at('placements', name), { revision: 0, reason }),
    at('placements'),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined, {
      onSuccess: (answer) =>
        proposed(answer) ? close() : go({ shop: shop.name, page: 'placements', rest: [name] }),
    });
  };
  return (
    <Dialog title={t('placements.make')} close={close}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('placements.name')}
            description={t('placements.nameRule')}
            required
            pattern="[a-z0-9\-]{1,64}"
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            data-autofocus
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
              {t('placements.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
