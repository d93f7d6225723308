import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useEffectEvent } from 'react';

/** By the key's name. False: there was nothing to do, and the key is left to the browser. */
export type Shortcuts = Readonly<Record<string, () => boolean>>;

const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]';
const DIALOG = '[role="dialog"], [role="menu"], [role="listbox"]';
const REPEATABLE = new Set(['j', 'k', 'ArrowDown', 'ArrowUp']);

/** Single keys can be switched off: who speaks to the computer would press them with every word (WCAG 2.1.4). */
export function useShortcutsSwitch() {
  return useLocalStorage({ key: 'countersign.shortcuts', defaultValue: true, getInitialValueInEffect: false });
}

/** Single keys for the whole screen; not while somebody types, nor behind a dialog. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const [isOn] = useShortcutsSwitch();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat && !REPEATABLE.has(event.key)) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    if ([...document.querySelectorAll(DIALOG)].some(isOnScreen)) return;
    if (shortcuts[event.key]?.()) event.preventDefault();
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [isOn]);
}

/** The kit keeps lists of choices in the document while they are closed. */
function isOnScreen(element: Element): boolean {
  return element.getClientRects().length > 0;
}
