import { useLocalStorage } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import { displayToolName } from '@countersign/tool-name/display';
import { visible } from '../../ui/visible.js';
import type { ApprovalView } from './approval.js';
import { usePending } from './pending-count.js';

/** More at once are told of in one notice. */
const SINGLE_MAX = 3;

/** Whether the person wants them; whether the browser lets them is another question. */
export function useNoticesSwitch() {
  return useLocalStorage({ key: 'countersign.notices', defaultValue: false, getInitialValueInEffect: false });
}

export function areNoticesPossible(): boolean {
  return 'Notification' in globalThis && isSecureContext;
}

/** Tells of new approvals while nobody looks at the page. On every screen behind the sign-in. */
export function useNotices(): void {
  const [isOn] = useNoticesSwitch();
  const router = useRouter();
  const items = usePending().data?.items;
  const known = useRef<ReadonlySet<string>>(undefined);
  const tell = useEffectEvent((fresh: readonly ApprovalView[]) => {
    if (!isOn || document.hasFocus() || !areNoticesPossible() || Notification.permission !== 'granted') return;
    for (const notice of toNotices(fresh)) show(notice, (path) => router.history.push(path));
  });
  useEffect(() => {
    if (!items) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...items.map(({ id }) => id)]);
    if (before) tell(items.filter(({ id, refusal }) => !before.has(id) && typeof refusal !== 'string'));
  }, [items]);
}

interface Notice {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly tag: string;
}

/** Never with arguments: a notice can be read by who only passes by. */
function toNotices(fresh: readonly ApprovalView[]): Notice[] {
  if (fresh.length > SINGLE_MAX) {
    const title = `${fresh.length} calls wait for you`;
    return [{ title, body: 'Open the inbox to decide.', path: '/approvals', tag: 'approvals' }];
  }
  return fresh.map(({ id, toolName, integrationSlug, principal }) => ({
    title: `${displayToolName(toolName)} of ${integrationSlug} waits for you`,
    body: `Asked by ${visible(principal.name)}`,
    path: `/approvals/${id}`,
    tag: id,
  }));
}

function show({ title, body, path, tag }: Notice, open: (path: string) => void): void {
  try {
    const notification = new Notification(title, { body, tag });
    notification.onclick = () => {
      window.focus();
      open(path);
      notification.close();
    };
  } catch (error) {
    // Browsers of phones have the name and the permission, but only let service workers use them.
    if (!(error instanceof TypeError)) throw error;
  }
}
