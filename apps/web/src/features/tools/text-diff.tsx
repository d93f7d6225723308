import { Code } from '@mantine/core';
import { useMemo } from 'react';
import { visible } from '../../ui/visible.js';
import { type DiffPart, diffTexts } from './diff-texts.js';
import classes from './tools.module.css';

export interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  readonly label: string;
}

/** What went and what came, in one text. */
export function TextDiff({ before, after, label }: TextDiffProps) {
  const parts = useMemo(() => diffTexts(before, after), [before, after]);
  return (
    <Code
      block
      component="div"
      role="group"
      aria-label={label}
      style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
    >
      {parts.map((part, index) => (
        <Part key={index} {...part} />
      ))}
    </Code>
  );
}

function Part({ kind, text }: DiffPart) {
  if (kind === 'same') return visible(text);
  const Tag = kind === 'added' ? 'ins' : 'del';
  return <Tag className={classes[kind]}>{visible(text)}</Tag>;
}
