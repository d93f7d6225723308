import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useWorkspacePath } from '../../session/workspace-path.js';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import { ToolName } from '../../ui/tool-name.js';
import type { ToolRights } from './tool-rights.js';
import type { Tool } from './tool-state.js';

/** Enough to recognise them by. */
const NAMED_MAX = 12;

interface PruneMissingProps {
  readonly integrationId: string;
  readonly tools: readonly Tool[];
  readonly rights: ToolRights;
}

/** Nothing but this ever forgets what people decided about a tool. */
export function PruneMissing({ integrationId, tools, rights }: PruneMissingProps) {
  const missing = tools.filter(({ status }) => status === 'missing').map(({ name }) => name);
  const [isOpen, { open, close }] = useDisclosure(false);
  const { mutate, isPending } = usePrune(integrationId, close);
  return (
    <Alert color="gray" mb="sm" title="The server does not list these any more">
      <Group justify="space-between" align="center">
        <Text size="sm" maw={640}>
          Their calls are denied. What was decided about them is kept, and applies again should they come back.
        </Text>
        {rights.refusal === '' && (
          <Button size="xs" variant="default" onClick={open}>
            Forget them…
          </Button>
        )}
      </Group>
      <Modal opened={isOpen} onClose={close} title={`Forget ${countOf(missing.length)}?`}>
        <Stack>
          <Text size="sm">
            What was decided about them goes too. A tool of the same name that the server lists later is a new one.
          </Text>
          <List size="sm">
            {missing.slice(0, NAMED_MAX).map((name) => (
              <List.Item key={name}>
                <ToolName name={name} />
              </List.Item>
            ))}
            {missing.length > NAMED_MAX && <List.Item>and {missing.length - NAMED_MAX} more</List.Item>}
          </List>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Keep them
            </Button>
            <Button color="red" loading={isPending} onClick={() => mutate(missing)}>
              Forget {countOf(missing.length)}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Alert>
  );
}

function countOf(count: number): string {
  return count === 1 ? 'one tool' : `${count} tools`;
}

function usePrune(integrationId: string, onDone: () => void) {
  const workspace = useWorkspacePath();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (names: string[]) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/mcp-integrations/{integrationId}/tools/prune', {
          params: { path: { ...workspace, integrationId } },
          body: { names },
        }),
      ),
    onSuccess: ({ pruned }) => {
      notifyDone(`Forgot ${countOf(pruned)}.`);
      onDone();
    },
    onError: (error) => notifyFailed('They were not forgotten', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['tools', integrationId] }),
  });
}
