import { Alert, Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { notifyDone } from '../../ui/notify.js';
import { visible } from '../../ui/visible.js';
import { type CallDetails, type Resolution, useResolveCall } from './calls.queries.js';

const NOTE_CHARACTERS_MAX = 2_000;

const CHOICES: readonly { readonly value: Resolution; readonly label: string; readonly description: string }[] = [
  {
    value: 'succeeded',
    label: 'It happened',
    description: 'Whoever asked is told that it succeeded, with your note. Nothing is sent.',
  },
  {
    value: 'failed',
    label: 'It did not happen',
    description: 'Whoever asked is told that it failed, with your note. Nothing is sent.',
  },
  {
    value: 'retry',
    label: 'Do it again',
    description:
      'A new call is judged by the rules of now: what asks, asks again. If it had happened, it happens twice.',
  },
];

/** A call that was sent, and whose answer was lost: only somebody who looks at the server itself can know. */
export function ResolveCall({ call }: { readonly call: CallDetails }) {
  const { can } = useSession();
  return (
    <Alert
      color="orange"
      icon={<IconHelp aria-hidden />}
      title="Nobody knows whether this happened"
      component="section"
    >
      <Stack gap="sm">
        <Text size="sm">
          {call.outcomeReason ? `${asSentence(visible(call.outcomeReason))} ` : ''}Look at the server itself, then say
          what became of it{call.runId === null ? '.' : ': its run waits for this.'}
        </Text>
        {can('approval:decide') ? (
          <Form callId={call.id} />
        ) : (
          <Text size="sm" fw={600}>
            Your role does not let you decide this; somebody who may decide approvals can.
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

function asSentence(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function Form({ callId }: { readonly callId: string }) {
  const [outcome, setOutcome] = useState<Resolution | null>(null);
  const [note, setNote] = useState('');
  const { mutate, isPending, error } = useResolveCall(callId);
  const isReady = outcome !== null && note.trim() !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) mutate({ outcome, note }, { onSuccess: () => notifyDone('What became of the call is recorded.') });
      }}
    >
      <Stack gap="sm">
        <Radio.Group label="What became of it?" value={outcome} onChange={(value) => setOutcome(value)}>
          <Stack gap="xs" mt="xs">
            {CHOICES.map(({ value, label, description }) => (
              <Radio key={value} value={value} label={label} description={description} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="What you found"
          description="Whoever asked for the call reads it, and so does the audit."
          autosize
          minRows={2}
          maxLength={NOTE_CHARACTERS_MAX}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {error && (
          <Alert color="red" role="alert" title="This was not recorded">
            {messageOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit" disabled={!isReady} loading={isPending}>
            Record it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
