import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionLine } from '../../api/types.ts';
import { usePages } from '../../api/usePages.ts';
import { usePlace } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { DecisionTable } from '../../ui/DecisionTable.tsx';
import { More } from '../../ui/More.tsx';
import { Page } from '../../ui/Page.tsx';
import { Asked } from '../../ui/states.tsx';

/** The newest decisions, and the way to one whose id is known. */
export function DecisionList() {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const [, go] = usePlace();
  const [id, setId] = useState('');
  const { pages, rows, more } = usePages<DecisionLine>(at('decisions'), 'decisions');
  const open = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim() !== '') go({ shop: shop.name, page: 'decisions', rest: [id.trim()] });
  };
  return (
    <Page title={t('page.decisions')} lead={t('decisions.lead')}>
      <form onSubmit={open}>
        <Group align="end" mb="md">
          <TextInput
            label={t('decisions.id')}
            value={id}
            onChange={(e) => setId(e.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {t('decisions.open')}
          </Button>
        </Group>
      </form>
      <Asked query={pages}>{() => <DecisionTable decisions={rows} />}</Asked>
      <More more={more} />
    </Page>
  );
}
