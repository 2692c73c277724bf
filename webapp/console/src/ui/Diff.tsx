import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/types.ts';
import { useFieldName } from './fieldName.ts';

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation();
  if (value === null || value === undefined || value === '') return <em>{t('diff.none')}</em>;
  if (Array.isArray(value) && value.length === 0) return <em>{t('diff.none')}</em>;
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    return <>{value.join(', ')}</>;
  }
  return <>{typeof value === 'object' ? JSON.stringify(value) : `${value}`}</>;
}

/** What changes: a line for each field, with the value before and the value after. */
export function Diff({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  const name = useFieldName();
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('diff.nothing')}
      </Text>
    );
  }
  return (
    <dl className="diff" aria-label={t('diff.label')}>
      {changes.map(({ path, from, to }) => (
        <div key={path} className="diff-line">
          <dt>{name(path)}</dt>
          <dd>
            <del>
              <Value value={from} />
            </del>
            <span aria-hidden="true"> → </span>
            <ins>
              <Value value={to} />
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
