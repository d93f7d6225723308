import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerStop } from '@tabler/icons-react';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { notifyDone } from '../../ui/notify.js';
import { type RunView, useCancelRun } from './runs.queries.js';

export function CancelRun({ run }: { readonly run: RunView }) {
  const { can } = useSession();
  const [isOpen, { open, close }] = useDisclosure(false);
  const isOver = run.status !== 'running' && run.status !== 'suspended';
  if (isOver || !can('agent:run')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={open}>
        Cancel the run
      </Button>
      <Modal opened={isOpen} onClose={close} title="Cancel this run?">
        <Question run={run} onClose={close} />
      </Modal>
    </>
  );
}

interface QuestionProps {
  readonly run: RunView;
  readonly onClose: () => void;
}

function Question({ run, onClose }: QuestionProps) {
  const { mutate, isPending, error } = useCancelRun(run.id);
  const waiting = run.calls.filter(({ state }) => state === 'pending_approval').length;
  const sent = run.calls.filter(({ state }) => state === 'dispatching').length;
  return (
    <Stack>
      <List size="sm" spacing={4}>
        <List.Item>The model is not asked any more, and nothing new is sent.</List.Item>
        <List.Item>
          {waiting === 0
            ? 'Calls that wait for a person are withdrawn.'
            : `${waiting === 1 ? 'One call that waits' : `${waiting} calls that wait`} for a person: withdrawn.`}
        </List.Item>
        <List.Item>
          {sent === 0
            ? 'A call that has been sent already runs to its end, and its outcome is kept.'
            : `${sent === 1 ? 'One call has' : `${sent} calls have`} been sent already: run to the end, outcomes kept.`}
        </List.Item>
        <List.Item>A cancelled run takes no messages. A fork of it can go on.</List.Item>
      </List>
      {error && (
        <Alert color="red" role="alert">
          <Text size="sm">{messageOf(error)}</Text>
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Let it go on
        </Button>
        <Button
          color="red"
          loading={isPending}
          onClick={() =>
            mutate(undefined, {
              onSuccess: () => {
                notifyDone('The run is cancelled.');
                onClose();
              },
            })
          }
        >
          Cancel the run
        </Button>
      </Group>
    </Stack>
  );
}
