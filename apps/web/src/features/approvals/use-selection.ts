import { useMemo, useState } from 'react';
import type { Shown } from './shown-list.js';

/** As many as the API decides at once, and more than anybody has looked at. */
export const SELECTED_MAX = 100;

/** Several cards, for one decision. What was settled meanwhile falls out by itself. */
export function useSelection({ items, left }: Pick<Shown, 'items' | 'left'>) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const selectable = useMemo(
    () =>
      items
        .filter(({ id, state, refusal }) => state === 'pending' && typeof refusal !== 'string' && !left.has(id))
        .slice(0, SELECTED_MAX),
    [items, left],
  );
  return {
    selectable,
    chosen: selectable.filter(({ id }) => ids.has(id)),
    isChosen: (id: string) => ids.has(id),
    toggle: (id: string) =>
      setIds((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    chooseAll: () => setIds(new Set(selectable.map(({ id }) => id))),
    clear: () => setIds(new Set()),
  };
}
