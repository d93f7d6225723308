import { Box, Code } from '@mantine/core';
import { visible } from '../../ui/visible.js';
import type { DiffLine } from './diff-text.js';

const LOOKS = {
  same: { sign: ' ', color: undefined, label: '' },
  removed: { sign: '-', color: 'red', label: 'removed: ' },
  added: { sign: '+', color: 'teal', label: 'added: ' },
} as const;

/** Lines with their signs; a screen reader is told what the colours say. */
export function DiffView({ lines, label }: { readonly lines: readonly DiffLine[]; readonly label: string }) {
  return (
    <Code block component="div" role="group" aria-label={label} px={0} style={{ overflowWrap: 'anywhere' }}>
      {lines.map(({ kind, text }, index) => {
        const { sign, color, label: said } = LOOKS[kind];
        return (
          <Box
            key={index}
            {...(color && { bg: `var(--mantine-color-${color}-light)` })}
            px="xs"
            style={{ whiteSpace: 'pre-wrap' }}
          >
            {said !== '' && <span className="visually-hidden">{said}</span>}
            <span aria-hidden>{sign} </span>
            {visible(text)}
          </Box>
        );
      })}
    </Code>
  );
}
