import { useDisclosure } from '@mantine/hooks';
import type { FocusEvent } from 'react';
import { approvalIdOf } from '../approvals/card-id.js';
import { useCards } from '../approvals/use-cards.js';
import { useShortcuts } from '../approvals/use-shortcuts.js';

/** The keys of the inbox, for what a run waits for. */
export function useDecisionKeys(approvalIds: readonly string[]) {
  const cards = useCards(approvalIds);
  const [isHelpOpen, help] = useDisclosure(false);
  useShortcuts({
    j: () => cards.move(1),
    k: () => cards.move(-1),
    a: () => cards.press('approve'),
    e: () => cards.press('edit'),
    d: () => cards.press('deny'),
    '?': () => (help.open(), true),
  });
  return {
    isHelpOpen,
    closeHelp: help.close,
    /** Of what the cards are in. */
    onFocus: ({ target }: FocusEvent): void => {
      const id = approvalIdOf(target.closest('[data-card]')?.id ?? '');
      if (id !== null) cards.setCurrentId(id);
    },
  };
}
