import { Input } from '@mantine/core';
import { useId } from 'react';
import { visible } from '../../../ui/visible.js';
import classes from '../approvals.module.css';

export interface JsonEditorProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

/** Plain text with the numbers of its lines: the kit's text area has none. */
export function JsonEditor({ label, value, error, onChange }: JsonEditorProps) {
  const id = useId();
  const lines = value.split('\n');
  return (
    <Input.Wrapper
      label={label}
      labelProps={{ htmlFor: id }}
      error={error === null ? null : visible(error)}
      errorProps={{ id: `${id}-error` }}
    >
      <div className={classes['editor']}>
        <div className={classes['numbers']} aria-hidden>
          {lines.map((_, index) => index + 1).join('\n')}
        </div>
        <textarea
          id={id}
          className={classes['text']}
          data-autofocus
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          rows={Math.max(4, lines.length)}
          aria-invalid={error !== null}
          {...(error !== null && { 'aria-describedby': `${id}-error` })}
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </div>
    </Input.Wrapper>
  );
}
