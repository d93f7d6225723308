import { useState } from 'react';
import { cardIdOf } from './card-id.js';

/** Which card the keys are about, and the way from one to the next. */
export function useCards(ids: readonly string[]) {
  const [currentId, setCurrentId] = useState<string>();

  /** Also when the list was scrolled away from the current one: then it is the first that can be seen, or the first. */
  function move(step: 1 | -1): boolean {
    const at = ids.indexOf(currentId ?? '');
    const isThere = currentId !== undefined && document.getElementById(cardIdOf(currentId)) !== null;
    const next = isThere && at >= 0 ? ids[at + step] : (ids.find(isInView) ?? ids[0]);
    return next !== undefined && goTo(next);
  }

  function goTo(id: string): boolean {
    const card = document.getElementById(cardIdOf(id));
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'nearest' });
    return card !== null;
  }

  /** Presses a button of the current card, so that no key does what the card does not offer, or what nobody can see. */
  function press(command: 'approve' | 'edit' | 'deny' | 'select'): boolean {
    if (currentId === undefined) return false;
    if (!isReadable(currentId)) return goTo(currentId);
    const button = document
      .getElementById(cardIdOf(currentId))
      ?.querySelector<HTMLElement>(`[data-command="${command}"]`);
    button?.click();
    return Boolean(button);
  }

  return { currentId: currentId ?? ids[0], isChosen: currentId !== undefined, setCurrentId, move, goTo, press };
}

function isInView(id: string): boolean {
  const box = document.getElementById(cardIdOf(id))?.getBoundingClientRect();
  return box !== undefined && box.bottom > 0 && box.top < innerHeight;
}

/** Of a card, or of the window where the card is taller. */
const READABLE_SHARE = 0.6;

/** Whether so much of it is on the screen that whoever presses a key can know what for: the edge of a card is not enough. */
function isReadable(id: string): boolean {
  const box = document.getElementById(cardIdOf(id))?.getBoundingClientRect();
  if (!box) return false;
  const seen = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return seen >= READABLE_SHARE * Math.min(box.height, innerHeight);
}
