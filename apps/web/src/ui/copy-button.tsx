import { Button, type ButtonProps, CopyButton as Copy } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

export interface CopyButtonProps extends ButtonProps {
  readonly value: string;
  readonly label?: string;
  readonly autoFocus?: boolean;
}

export function CopyButton({ value, label = 'Copy', ...props }: CopyButtonProps) {
  return (
    <Copy value={value} timeout={2_000}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          {...props}
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? 'Copied' : label}
        </Button>
      )}
    </Copy>
  );
}
