import { Box, Button, Code } from '@mantine/core';
import { Fragment, type ReactNode, useState } from 'react';
import { visible } from './visible.js';

/** Of a string and of a list; the rest is one click away. */
const FOLD_CHARACTERS = 240;
const FOLD_ITEMS = 30;

/** JSON text, laid out for reading: long values folded, what cannot be seen spelled out. Never rendered as anything but text. */
export function JsonView({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <Code
      block
      component="div"
      aria-label={label}
      role="group"
      style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
    >
      <Parsed text={text} />
    </Code>
  );
}

function Parsed({ text }: { readonly text: string }) {
  try {
    return <Value value={JSON.parse(text) as unknown} depth={0} />;
  } catch {
    // Cut off by a size limit, or no JSON at all: shown as it is.
    return <LongText text={text} />;
  }
}

function Value({ value, depth }: { readonly value: unknown; readonly depth: number }): ReactNode {
  if (typeof value === 'string') return <LongText text={JSON.stringify(value)} />;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => ({ key: String(index), label: '', item }));
    return <Members open="[" close="]" items={items} depth={depth} />;
  }
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(([key, item]) => ({
      key,
      label: `${JSON.stringify(key)}: `,
      item: item as unknown,
    }));
    return <Members open="{" close="}" items={items} depth={depth} />;
  }
  return String(value);
}

interface MembersProps {
  readonly open: string;
  readonly close: string;
  readonly depth: number;
  readonly items: readonly { readonly key: string; readonly label: string; readonly item: unknown }[];
}

function Members({ open, close, items, depth }: MembersProps) {
  const [isWhole, setIsWhole] = useState(items.length <= FOLD_ITEMS);
  if (items.length === 0) return open + close;
  const indent = '  '.repeat(depth + 1);
  const shown = isWhole ? items : items.slice(0, FOLD_ITEMS);
  return (
    <>
      {open}
      {shown.map(({ key, label, item }, index) => (
        <Fragment key={key}>
          {`\n${indent}`}
          <Box component="span" c="var(--mantine-color-anchor)">
            {visible(label)}
          </Box>
          <Value value={item} depth={depth + 1} />
          {index < items.length - 1 && ','}
        </Fragment>
      ))}
      {!isWhole && (
        <>
          {`\n${indent}`}
          <More onClick={() => setIsWhole(true)}>{items.length - FOLD_ITEMS} more</More>
        </>
      )}
      {`\n${'  '.repeat(depth)}${close}`}
    </>
  );
}

function LongText({ text }: { readonly text: string }) {
  const [isWhole, setIsWhole] = useState(text.length <= FOLD_CHARACTERS);
  if (isWhole) return visible(text);
  return (
    <>
      {visible(text.slice(0, FOLD_CHARACTERS))}…{' '}
      <More onClick={() => setIsWhole(true)}>{text.length - FOLD_CHARACTERS} more characters</More>
    </>
  );
}

function More({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <Button size="compact-xs" variant="light" onClick={onClick}>
      {children}
    </Button>
  );
}
