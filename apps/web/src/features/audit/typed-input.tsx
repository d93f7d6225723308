import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

const TYPING_MS = 300;

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Tells what was typed once whoever types rests. */
export function TypedInput({ label, placeholder, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  // Cleared, or changed by going back.
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      w={{ base: '100%', xs: 220 }}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        tell(currentTarget.value.trim());
      }}
    />
  );
}
