import { Alert, Button, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/http.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Session } from '../api/types.ts';
import { LanguageChoice } from '../app/LanguageChoice.tsx';
import { ThemeChoice } from '../app/ThemeChoice.tsx';
import { useTitle } from '../ui/useTitle.ts';
import { Providers } from './Providers.tsx';

/** @param elsewhere code of why a provider of identities did not get somebody in */
export function SignIn({
  elsewhere,
  signedIn,
}: {
  elsewhere: string | null;
  signedIn: (session: Session) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [refused, setRefused] = useState(elsewhere);
  const field = useRef<HTMLInputElement>(null);
  useTitle(t('signIn.title'));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setRefused(null);
    try {
      signedIn(await call<Session>('POST', '/session', { name, password }));
    } catch (e) {
      setProblem(asProblem(e));
      setBusy(false);
      field.current?.focus();
    }
  };

  const told = (one: Problem) => {
    switch (one.code) {
      case 'SIGN_IN_FAILED':
        return t('signIn.failed');
      case 'RATE_LIMITED':
        return t('signIn.tooOften', { seconds: one.retryAfter ?? 60 });
      case 'UNREACHABLE':
        return t('state.unreachable');
      default:
        return `${one.code}: ${one.message}`;
    }
  };

  const refusal = (code: string) => {
    switch (code) {
      case 'FORBIDDEN':
        return t('signIn.noRole');
      case 'PROVIDER_UNAVAILABLE':
        return t('signIn.providerAway');
      default:
        return t('signIn.refused', { code });
    }
  };

  return (
    <main className="door">
      <Paper component="form" onSubmit={submit} className="door-card" withBorder p="xl" radius="md">
        <Stack>
          <Title order={1} size="h2">
            {t('signIn.title')}
          </Title>
          {refused !== null && (
            <Alert color="red" role="alert">
              {refusal(refused)}
            </Alert>
          )}
          {problem !== null && (
            <Alert color="red" role="alert">
              {told(problem)}
            </Alert>
          )}
          <TextInput
            ref={field}
            label={t('signIn.name')}
            autoComplete="username"
            required
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            data-autofocus
          />
          <PasswordInput
            label={t('signIn.password')}
            autoComplete="current-password"
            required
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          />
          <Button type="submit" loading={busy}>
            {t('signIn.go')}
          </Button>
          <Providers />
        </Stack>
      </Paper>
      <div className="door-choices">
        <LanguageChoice />
        <ThemeChoice />
      </div>
    </main>
  );
}
