import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { asProblem } from '../api/problem.ts';

/** The button has a cross only; who does not see it hears what it does. */
const closing = () => ({ closeButtonProps: { 'aria-label': i18next.t('act.close') } });

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 6_000, ...closing() });
}

export function notifyFailure(error: unknown): void {
  const { code, message } = asProblem(error);
  notifications.show({ title: code, message, color: 'red', autoClose: 12_000, ...closing() });
}
