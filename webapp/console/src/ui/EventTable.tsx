import { useTranslation } from 'react-i18next';
import { DataTable } from './DataTable.tsx';
import { Details } from './Details.tsx';
import { Time } from './Time.tsx';

/** Events of a shopper, newest first, each in full on demand. */
export function EventTable({ events }: { events: ReadonlyArray<Record<string, unknown>> }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('shoppers.events')}
      rows={events.map((event, index) => ({ event, index }))}
      rowKey={({ index }) => index}
      empty={t('shoppers.noEvent')}
      columns={[
        {
          key: 'time',
          title: t('overview.time'),
          render: ({ event }) => <Time at={event['time'] as string | undefined} />,
        },
        {
          key: 'type',
          title: t('data.type'),
          render: ({ event }) => t(`field.${event['type'] as 'purchased'}`, `${event['type']}`),
        },
        {
          key: 'sku',
          title: t('explain.product'),
          render: ({ event }) => `${event['sku'] ?? '–'}`,
        },
        {
          key: 'all',
          title: t('shoppers.event'),
          render: ({ event }) => <Details summary={t('letters.show')} value={event} />,
        },
      ]}
    />
  );
}
