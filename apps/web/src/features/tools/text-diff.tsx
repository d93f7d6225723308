import { Code } from '@mantine/core';
import { diffLines, diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { visible } from '../../ui/visible.js';
import classes from './tools.module.css';

export interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  readonly label: string;
}

/** What went and what came, in one text. Lines where there are several, words where there is one. */
export function TextDiff({ before, after, label }: TextDiffProps) {
  const parts = useMemo(() => {
    const isLong = before.includes('\n') && after.includes('\n');
    return isLong ? diffLines(before, after) : diffWordsWithSpace(before, after);
  }, [before, after]);
  return (
    <Code
      block
      component="div"
      role="group"
      aria-label={label}
      style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
    >
      {parts.map(({ value, added, removed }, index) => {
        if (added) {
          return (
            <ins key={index} className={classes['added']}>
              {visible(value)}
            </ins>
          );
        }
        if (!removed) return <span key={index}>{visible(value)}</span>;
        return (
          <del key={index} className={classes['removed']}>
            {visible(value)}
          </del>
        );
      })}
    </Code>
  );
}
