import { useCallback, useMemo, useRef, useState } from 'react';
import type { Tool } from './tool-state.js';

export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly choose: (name: string, isChosen: boolean, isRange: boolean) => void;
  readonly chooseAll: (isChosen: boolean) => void;
  readonly clear: () => void;
}

/** Which of the shown tools a person has ticked. With the shift key, everything between two of them. */
export function useChoice(shown: readonly Tool[]): Choice {
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const list = useRef(shown);
  list.current = shown;
  // What a filter hides, or the server took away, is not changed by a click on what is shown.
  const chosen = useMemo(
    () => new Set(shown.map(({ name }) => name).filter((name) => names.has(name))),
    [shown, names],
  );
  const choose = useCallback((name: string, isChosen: boolean, isRange: boolean) => {
    const range = isRange && last.current !== null ? between(list.current, last.current, name) : [name];
    last.current = name;
    setNames((before) => {
      const after = new Set(before);
      for (const one of range) {
        if (isChosen) after.add(one);
        else after.delete(one);
      }
      return after;
    });
  }, []);
  const chooseAll = useCallback(
    (isChosen: boolean) => setNames(new Set(isChosen ? list.current.map(({ name }) => name) : [])),
    [],
  );
  const clear = useCallback(() => setNames(new Set()), []);
  return { chosen, choose, chooseAll, clear };
}

function between(tools: readonly Tool[], a: string, b: string): string[] {
  const places = [a, b].map((name) => tools.findIndex((tool) => tool.name === name)).sort((x, y) => x - y);
  const [from = -1, to = -1] = places;
  return from < 0 ? [b] : tools.slice(from, to + 1).map(({ name }) => name);
}
