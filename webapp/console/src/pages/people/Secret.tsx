import { Alert, Button, Code, CopyButton, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A secret that is shown this once and kept nowhere. */
export function Secret({
  title,
  secret,
  done,
}: {
  title: string;
  secret: string;
  done: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" role="status" title={title} mb="md">
      <p>{t('secret.once')}</p>
      <Code block>{secret}</Code>
      <Group mt="sm">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy}>
              {copied ? t('secret.copied') : t('secret.copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={done}>
          {t('secret.done')}
        </Button>
      </Group>
    </Alert>
  );
}
