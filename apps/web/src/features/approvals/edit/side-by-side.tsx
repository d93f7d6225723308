import { Fragment, useMemo } from 'react';
import { visible } from '../../../ui/visible.js';
import classes from '../approvals.module.css';
import { toSides } from './to-sides.js';

export interface SideBySideProps {
  readonly before: string;
  readonly after: string;
}

/** What was asked for on the left, what would run on the right. */
export function SideBySide({ before, after }: SideBySideProps) {
  const rows = useMemo(() => toSides(before, after), [before, after]);
  return (
    <div className={classes['sides']} role="group" aria-label="Asked for, and what runs instead" tabIndex={0}>
      <div className={classes['sideTitle']}>Asked for</div>
      <div className={classes['sideTitle']}>Runs instead</div>
      {rows.map((row, index) => (
        <Fragment key={index}>
          <Side text={row.before} sign={row.isSame ? '' : '−'} said={row.isSame ? '' : 'removed: '} tone="removed" />
          <Side text={row.after} sign={row.isSame ? '' : '+'} said={row.isSame ? '' : 'added: '} tone="added" />
        </Fragment>
      ))}
    </div>
  );
}

interface SideProps {
  readonly text: string | null;
  readonly sign: string;
  readonly said: string;
  readonly tone: 'removed' | 'added';
}

function Side({ text, sign, said, tone }: SideProps) {
  const isMarked = text !== null && sign !== '';
  return (
    <div className={`${classes['side'] ?? ''} ${isMarked ? (classes[tone] ?? '') : ''}`}>
      {isMarked && <span className="visually-hidden">{said}</span>}
      <span aria-hidden>{isMarked ? sign : ' '} </span>
      {text !== null && visible(text)}
    </div>
  );
}
