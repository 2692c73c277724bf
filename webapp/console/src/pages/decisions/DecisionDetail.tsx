import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChange, useGet } from '../../api/hooks.ts';
import { call } from '../../api/http.ts';
import type { DecisionView, Replay } from '../../api/types.ts';
import { link } from '../../app/place.ts';
import { useShop, useShopPath } from '../../app/shop.tsx';
import { CandidateTable } from '../../ui/CandidateTable.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Details } from '../../ui/Details.tsx';
import { Diff } from '../../ui/Diff.tsx';
import { useFormats } from '../../ui/formats.ts';
import { OfferView } from '../../ui/OfferView.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Asked, ErrorState } from '../../ui/states.tsx';
import { Time } from '../../ui/Time.tsx';

/** One decision out of the ledger: what was offered, out of what, what became of it, and the same again on demand. */
export function DecisionDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const shop = useShop();
  const at = useShopPath();
  const decision = useGet<DecisionView>(at('decisions', id));
  const replay = useChange(() => call<Replay>('POST', at('decisions', id, 'replay')));
  return (
    <Page
      title={t('decisions.one')}
      lead={<span className="mono">{id}</span>}
      back={{ href: link(shop.name, 'decisions'), label: t('page.decisions') }}
      actions={
        <Button size="xs" loading={replay.isPending} onClick={() => replay.mutate()}>
          {t('decisions.replay')}
        </Button>
      }
    >
      <div aria-live="polite">
        {replay.isError && <ErrorState error={replay.error} retry={() => replay.mutate()} />}
        {replay.isSuccess && <ReplayResult replay={replay.data} />}
      </div>
      <Asked query={decision}>
        {(found) => (
          <>
            <Section title={t('explain.offer')}>
              <OfferView offer={found.offer} />
            </Section>
            <Section title={t('decisions.outcomes')}>
              <Outcomes outcomes={found.outcomes} />
            </Section>
            <Section title={t('explain.candidates')}>
              <CandidateTable candidates={found.candidates} />
            </Section>
            <Section title={t('decisions.record')}>
              <div className="panel">
                <Details summary={t('decisions.all')} value={found.decision} />
              </div>
            </Section>
          </>
        )}
      </Asked>
    </Page>
  );
}

function ReplayResult({ replay }: { replay: Replay }) {
  const { t } = useTranslation();
  if (replay.same) return <Alert color="green">{t('decisions.same')}</Alert>;
  return (
    <Alert color="yellow" title={t('decisions.differs')}>
      <Diff changes={replay.differences} />
    </Alert>
  );
}

function Outcomes({ outcomes }: { outcomes: ReadonlyArray<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <DataTable
      label={t('decisions.outcomes')}
      rows={outcomes.map((each, index) => ({ ...each, index }) as Record<string, unknown>)}
      rowKey={(each) => each['index'] as number}
      empty={t('decisions.noOutcome')}
      columns={[
        {
          key: 'type',
          title: t('data.type'),
          render: (each) => t(`field.${each['type'] as 'purchased'}`, `${each['type']}`),
        },
        {
          key: 'at',
          title: t('overview.time'),
          render: (each) => <Time at={(each['at'] ?? each['time']) as string | undefined} />,
        },
        {
          key: 'bundle',
          title: t('decisions.bundle'),
          end: true,
          render: (each) =>
            typeof each['bundle'] === 'number' ? (each['bundle'] as number) + 1 : '–',
        },
        {
          key: 'product',
          title: t('explain.product'),
          render: (each) => `${each['title'] ?? each['sku'] ?? '–'}`,
        },
        {
          key: 'price',
          title: t('explain.price'),
          end: true,
          render: (each) => formats.money(each['price'] as number | null | undefined),
        },
      ]}
    />
  );
}
