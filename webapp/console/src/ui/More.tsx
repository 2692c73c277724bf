import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Brings the next rows of a long list; nothing where there are none. */
export function More({ more }: { more: { busy: boolean; load: () => void } | null }) {
  const { t } = useTranslation();
  if (more === null) return null;
  return (
    <Button mt="md" variant="default" loading={more.busy} onClick={more.load}>
      {t('act.more')}
    </Button>
  );
}
