import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { ErrorState } from '../../ui/error-state.js';
import { notifyDone } from '../../ui/notify.js';
import { Differences } from './differences.js';
import type { ToolRights } from './tool-rights.js';
import type { Tool } from './tool-state.js';
import { useToolReview } from './tools.queries.js';
import { useChangeTools } from './use-change-tools.js';

interface ToolReviewProps {
  readonly integrationId: string;
  readonly tool: Tool;
  readonly rights: ToolRights;
}

/** What a person has to look at before the tool is as open as its switches say, and the button that says they have. */
export function ToolReview({ integrationId, tool, rights }: ToolReviewProps) {
  const isFlagged = tool.flags.length > 0 && tool.definitionHash !== tool.acknowledgedHash;
  const isWanted = tool.review !== 'none' || isFlagged;
  const { data, error, isPending, refetch } = useToolReview(integrationId, tool.name, isWanted);
  const queryClient = useQueryClient();
  const { mutate, isPending: isSending } = useChangeTools(integrationId);
  if (!isWanted || tool.status === 'missing') return null;
  if (isPending) return <Skeleton height={140} />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const hash = data?.definitionHash ?? null;
  const acknowledge = (): void => {
    if (hash === null) return;
    const changes = [{ name: tool.name, acknowledge: hash }];
    mutate(
      { changes, seen: [tool] },
      {
        onSuccess: () => notifyDone('Acknowledged: its switches apply from now on.'),
        onSettled: () => {
          void queryClient.invalidateQueries({ queryKey: ['tools', integrationId, 'review'] });
        },
      },
    );
  };
  return (
    <Alert
      variant="default"
      icon={<IconEye aria-hidden />}
      title={titleOf(tool)}
      style={{ borderColor: 'var(--mantine-color-orange-6)' }}
    >
      <Stack gap="sm">
        <Text size="sm">{explain(tool, data?.differences.length ?? 0)}</Text>
        {data && data.differences.length > 0 && <Differences {...data} />}
        {rights.refusal === '' ? (
          <Group>
            <Button size="sm" onClick={acknowledge} loading={isSending} disabled={hash === null}>
              Acknowledge
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {rights.refusal}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

function titleOf({ review }: Tool): string {
  if (review === 'new') return 'This tool is new';
  return review === 'changed' ? 'Its definition has changed' : 'Its name is easy to mistake';
}

function explain({ review }: Tool, differences: number): string {
  const until = 'Its calls wait for a person until somebody acknowledges what is shown here.';
  if (review === 'new') return `Nobody has looked at its definition yet. ${until}`;
  if (review === 'none') return `Look at its name, letter by letter. ${until}`;
  if (differences > 0) return `This is how it differs from what was acknowledged last. ${until}`;
  return `What it was before is not known any more, so read the whole definition. ${until}`;
}
