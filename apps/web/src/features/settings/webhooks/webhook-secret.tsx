import { Text } from '@mantine/core';
import { ShownOnce } from '../../../ui/shown-once.js';

/** @param secret null: the address is the secret, as with Slack */
export function WebhookSecret({ secret }: { readonly secret: string | null }) {
  if (secret === null) return <Text>The webhook is saved. Its address is its secret, and is not shown again.</Text>;
  return (
    <ShownOnce
      value={secret}
      copyLabel="Copy the secret"
      hint="It is shown this once. With it the receiver verifies that a message is from here."
    />
  );
}
