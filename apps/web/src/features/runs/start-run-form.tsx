import { Alert, Button, Group, Kbd, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { useStartRun } from './runs.queries.js';

/** As much as a run takes. */
const PROMPT_CHARACTERS_MAX = 100_000;

export interface StartRunFormProps {
  /** Undefined until one is chosen. */
  readonly agentId: string | undefined;
  readonly autoFocus?: boolean;
}

/** Says what is to be done, and goes to where it is done. */
export function StartRunForm({ agentId, autoFocus = false }: StartRunFormProps) {
  const { can } = useSession();
  const navigate = useNavigate();
  const [prompt, setPrompt] = useState('');
  const { mutate, isPending, error } = useStartRun();
  if (!can('agent:run')) return <Text c="dimmed">Your role lets you watch runs, not start them.</Text>;
  const isReady = prompt.trim() !== '' && agentId !== undefined;
  function start(): void {
    if (!isReady || isPending) return;
    mutate(
      { agentId, prompt },
      { onSuccess: ({ id: runId }) => void navigate({ to: '/runs/$runId', params: { runId } }) },
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label="What should it do?"
          placeholder="Close the issues that nobody has touched for a year."
          autosize
          minRows={3}
          maxRows={14}
          maxLength={PROMPT_CHARACTERS_MAX}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
          onKeyDown={getHotkeyHandler([['mod+Enter', start]])}
          data-autofocus={autoFocus || undefined}
        />
        {error && (
          <Alert color="red" role="alert" title="The run did not start">
            {messageOf(error)}
          </Alert>
        )}
        <Group justify="space-between">
          <Text size="xs" c="dimmed" visibleFrom="xs">
            <Kbd size="xs">Ctrl</Kbd> + <Kbd size="xs">Enter</Kbd> starts it
          </Text>
          <Button
            type="submit"
            disabled={!isReady}
            loading={isPending}
            ml="auto"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            Start the run
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
