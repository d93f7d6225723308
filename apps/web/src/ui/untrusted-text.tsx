import { Text, type TextProps } from '@mantine/core';
import { visible } from './visible.js';

/** What a server or a model wrote, with its line breaks, as text. */
export function UntrustedText({ text, ...props }: { readonly text: string } & TextProps) {
  return (
    <Text style={{ whiteSpace: 'pre-wrap' }} {...props}>
      {visible(text)}
    </Text>
  );
}
