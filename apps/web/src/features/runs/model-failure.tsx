import { Alert, Text } from '@mantine/core';
import { IconCloudX } from '@tabler/icons-react';
import { RelativeTime } from '../../ui/times.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import type { FailureEntry } from './transcript.js';

/** The provider's own words, and what is done about it. */
export function ModelFailure({ entry }: { readonly entry: FailureEntry }) {
  const { times, message, at } = entry;
  return (
    <Alert
      color={entry.canRepeat ? 'yellow' : 'red'}
      icon={<IconCloudX aria-hidden />}
      title={`The model could not be asked${times > 1 ? ` (${times} times)` : ''}`}
    >
      <UntrustedText text={message} size="sm" />
      <Text size="sm" c="dimmed" mt={4}>
        {whatNext(entry)} <RelativeTime time={at} c="dimmed" />
      </Text>
    </Alert>
  );
}

function whatNext({ canRepeat, retryAfterSeconds }: FailureEntry): string {
  if (!canRepeat) return 'Asking again would not help: the agent’s provider, model or key has to be put right first.';
  if (retryAfterSeconds !== null) return `The provider asked to wait ${retryAfterSeconds} s; then it is asked again.`;
  return 'It is asked again, a few times at most.';
}
