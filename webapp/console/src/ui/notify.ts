import { notifications } from '@mantine/notifications';
import { asProblem } from '../api/problem.ts';

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 6_000 });
}

export function notifyFailure(error: unknown): void {
  const { code, message } = asProblem(error);
  notifications.show({ title: code, message, color: 'red', autoClose: 12_000 });
}
