import { Alert, Button, Group, Kbd, Paper, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { type RunView, useSendMessage } from './runs.queries.js';
import { whoMayWrite } from './who-may-write.js';

const MESSAGE_CHARACTERS_MAX = 100_000;

/** Under the conversation: the next thing that is said in it, or why nothing can be. */
export function MessageBox({ run }: { readonly run: RunView }) {
  const session = useSession();
  const { mayWrite, reason } = whoMayWrite(run, { userId: session.userId, mayRun: session.can('agent:run') });
  if (!mayWrite) {
    return (
      <Text size="sm" c="dimmed" ta="center" py="sm">
        {reason}
      </Text>
    );
  }
  return <Composer run={run} hint={reason} />;
}

interface ComposerProps {
  readonly run: RunView;
  readonly hint: string;
}

function Composer({ run, hint }: ComposerProps) {
  const [text, setText] = useState('');
  const [messageId, setMessageId] = useState(() => crypto.randomUUID());
  const { mutate, isPending, error } = useSendMessage(run.id);
  const isReady = text.trim() !== '' && !isPending;
  function send(): void {
    if (!isReady) return;
    mutate(
      { messageId, text },
      {
        onSuccess: () => {
          setText('');
          setMessageId(crypto.randomUUID());
        },
      },
    );
  }
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Textarea
          aria-label="Message to the run"
          placeholder="Write to the run"
          description={hint}
          inputWrapperOrder={['input', 'description']}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={MESSAGE_CHARACTERS_MAX}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={getHotkeyHandler([['mod+Enter', send]])}
        />
        {error && (
          <Alert color="red" role="alert" title="The message was not taken">
            {messageOf(error)}
          </Alert>
        )}
        <Group justify="space-between">
          <Text size="xs" c="dimmed" visibleFrom="xs">
            <Kbd size="xs">Ctrl</Kbd> + <Kbd size="xs">Enter</Kbd> sends it
          </Text>
          <Button
            size="sm"
            disabled={!isReady}
            loading={isPending}
            onClick={send}
            ml="auto"
            leftSection={<IconSend size={16} aria-hidden />}
          >
            Send
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
