import { notifications } from '@mantine/notifications';
import { messageOf } from './error-state.js';

export function notifyDone(message: string): void {
  notifications.show({ color: 'teal', message });
}

export function notifyFailed(title: string, error: unknown): void {
  notifications.show({ color: 'red', title, message: messageOf(error), autoClose: 10_000 });
}
