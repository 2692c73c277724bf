import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/types.ts';
import { useApproval } from '../app/approval.ts';
import { Dialog } from './Dialog.tsx';
import { Diff } from './Diff.tsx';
import { ErrorState } from './states.tsx';

/** Asks why, shows what will change, and makes the change; stays open with the problem where it is refused. */
export function ReasonDialog({
  title,
  changes,
  confirm,
  danger,
  live,
  ready = true,
  change,
  close,
  onProblem,
  children,
}: {
  title: string;
  changes?: readonly Change[];
  confirm: string;
  danger?: boolean;
  /** True for a change that a shop may want a second person for: it is then proposed, and the dialog says so. */
  live?: boolean;
  /** Whether what else the dialog asks for is there. */
  ready?: boolean;
  change: (reason: string) => Promise<unknown>;
  close: () => void;
  /** What else can be done about a refusal, such as loading what somebody else saved. */
  onProblem?: (error: unknown) => ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const proposes = useApproval() && live === true;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await change(reason.trim());
      close();
    } catch (e) {
      setError(e);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} close={close} wide={changes !== undefined}>
      <form onSubmit={submit}>
        <Stack>
          {changes !== undefined && <Diff changes={changes} />}
          {children}
          {proposes && (
            <Alert color="yellow" variant="light" role="note">
              {t('approvals.note')}
            </Alert>
          )}
          <Textarea
            label={t('reason.label')}
            description={t('reason.why')}
            required
            maxLength={1000}
            autosize={false}
            rows={3}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
            data-autofocus
          />
          {error !== null && <ErrorState error={error} />}
          {error !== null && onProblem?.(error)}
          <Group justify="flex-end">
            <Text size="sm" c="dimmed" className="reason-count" aria-hidden="true">
              {reason.length} / 1000
            </Text>
            <Button variant="default" onClick={close}>
              {t('act.cancel')}
            </Button>
            <Button
              type="submit"
              loading={busy}
              disabled={!ready || reason.trim() === ''}
              {...(danger ? { color: 'red' } : {})}
            >
              {proposes ? t('approvals.propose') : confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
