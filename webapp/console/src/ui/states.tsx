import { Alert, Button, Center, Code, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem.ts';

export function Loading() {
  const { t } = useTranslation();
  return (
    <Center p="xl" role="status">
      <Loader aria-hidden="true" />
      <Text ml="md">{t('state.loading')}</Text>
    </Center>
  );
}

/** What went wrong: the problem's code and words, its findings, and a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  const words = problem.code === 'UNREACHABLE' ? t('state.unreachable') : problem.message;
  return (
    <Alert color="red" role="alert" title={t('state.failed')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          <Code>{problem.code}</Code> {words}
        </Text>
        {problem.findings.length > 0 && (
          <ul className="findings">
            {problem.findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        )}
        {problem.retryAfter !== null && (
          <Text size="sm">{t('state.retryAfter', { seconds: problem.retryAfter })}</Text>
        )}
        {retry !== undefined && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('state.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder p="lg" radius="md" className="empty">
      <Text c="dimmed">{children}</Text>
    </Paper>
  );
}

/** The states of an answer: being asked for, failed, and there. What was there stays while it is asked for again. */
export function Asked<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && (
          <Group mb="sm">
            <Text size="sm">{t('state.stale')}</Text>
            <ErrorState error={query.error} retry={() => query.refetch()} />
          </Group>
        )}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  return <Loading />;
}
