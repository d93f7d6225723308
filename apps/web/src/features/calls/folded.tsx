import { Spoiler } from '@mantine/core';
import type { ReactNode } from 'react';

/** About ten lines of JSON: what is longer is one click away. */
const FOLDED_HEIGHT_PX = 220;

/** Long content, cut to a height from which one sees what it is. */
export function Folded({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Spoiler maxHeight={FOLDED_HEIGHT_PX} showLabel={`Show the whole ${label}`} hideLabel="Show less" fz="sm">
      {children}
    </Spoiler>
  );
}
