import { ActionIcon, Alert, Button, Group, Modal, NumberInput, Stack, Text, Textarea, Tooltip } from '@mantine/core';
import { getHotkeyHandler, useDisclosure } from '@mantine/hooks';
import { IconGitFork } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { type RunView, useForkRun } from './runs.queries.js';
import type { TurnCall } from './transcript.js';

const MESSAGE_CHARACTERS_MAX = 100_000;

/** From the header: of all of it, unless said otherwise. */
export function ForkRun({ run }: { readonly run: RunView }) {
  const { can } = useSession();
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!can('agent:run')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconGitFork size={16} aria-hidden />} onClick={open}>
        Fork
      </Button>
      <Modal opened={isOpen} onClose={close} title="Fork this run" size="lg">
        <ForkForm runId={run.id} turnsMax={run.turns} turn={run.turns} />
      </Modal>
    </>
  );
}

export interface ForkHereProps {
  readonly runId: string;
  readonly turn: number;
  readonly calls: readonly TurnCall[];
}

/** Beside a turn: the conversation up to here goes on in another direction. */
export function ForkHere({ runId, turn, calls }: ForkHereProps) {
  const { can } = useSession();
  const [isOpen, { open, close }] = useDisclosure(false);
  const isPointOpen = calls.some(({ result }) => result === null);
  if (!can('agent:run') || isPointOpen) return null;
  return (
    <>
      <Tooltip label="Go on from here in another run">
        <ActionIcon variant="subtle" color="gray" size="sm" onClick={open} aria-label={`Fork after turn ${turn}`}>
          <IconGitFork size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal opened={isOpen} onClose={close} title={`Fork after turn ${turn}`} size="lg">
        <ForkForm runId={runId} turnsMax={turn} turn={turn} />
      </Modal>
    </>
  );
}

interface ForkFormProps {
  readonly runId: string;
  readonly turn: number;
  readonly turnsMax: number;
}

function ForkForm({ runId, turn, turnsMax }: ForkFormProps) {
  const navigate = useNavigate();
  const [afterTurn, setAfterTurn] = useState(turn);
  const [message, setMessage] = useState('');
  const { mutate, isPending, error } = useForkRun(runId);
  const isReady = message.trim() !== '' && !isPending;
  function fork(): void {
    if (!isReady) return;
    mutate(
      { afterTurn, message },
      { onSuccess: ({ id }) => void navigate({ to: '/runs/$runId', params: { runId: id } }) },
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        fork();
      }}
    >
      <Stack>
        <Text size="sm">
          A new run in your name begins with this conversation and goes on with your message. Calls that were made are
          history: they are not made again.
        </Text>
        <NumberInput
          label="Take over up to turn"
          description="0: the prompt alone"
          min={0}
          max={turnsMax}
          value={afterTurn}
          onChange={(value) => setAfterTurn(Number(value))}
          maw={200}
        />
        <Textarea
          label="Your message"
          autosize
          minRows={3}
          maxRows={12}
          maxLength={MESSAGE_CHARACTERS_MAX}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
          onKeyDown={getHotkeyHandler([['mod+Enter', fork]])}
          data-autofocus
        />
        {error && (
          <Alert color="red" role="alert" title="The fork was not made">
            {messageOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button
            type="submit"
            disabled={!isReady}
            loading={isPending}
            leftSection={<IconGitFork size={16} aria-hidden />}
          >
            Start the fork
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
