import { Alert, Badge, Card, Code, Group, Skeleton, Stack, Switch, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { ErrorState } from '../../../ui/error-state.js';
import { workspaceQuery } from '../tokens/tokens.queries.js';

export function WorkspaceScreen() {
  return (
    <Stack maw={860}>
      <Endpoint />
      <ApprovalRules />
      <Entitlements />
    </Stack>
  );
}

function Endpoint() {
  const { workspaceId } = useSession();
  const { data, error, refetch } = useQuery(workspaceQuery(workspaceId));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card withBorder>
      <Title order={2}>MCP endpoint</Title>
      <Text c="dimmed" size="sm" mb="sm">
        Every MCP client of this workspace is pointed here, with a token of its own.
      </Text>
      {data ? (
        <Group gap="xs">
          <Code>{data.mcpUrl}</Code>
          <CopyButton value={data.mcpUrl} />
        </Group>
      ) : (
        <Skeleton height={30} width={280} />
      )}
    </Card>
  );
}

function ApprovalRules() {
  const { workspaceId, can } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['approval-settings', workspaceId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/workspaces/{workspaceId}/approval-settings', { params: { path: { workspaceId } }, signal }),
      ),
  });
  const change = useWorkspaceMutation({
    write: (allowSelfApproval: boolean) =>
      answerOf(
        api.PATCH('/api/v1/workspaces/{workspaceId}/approval-settings', {
          params: { path: { workspaceId } },
          body: { allowSelfApproval },
        }),
      ),
    changes: ['approval-settings'],
    done: 'The rule is changed, also for what waits already.',
    failed: 'The rule was not changed',
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card withBorder>
      <Title order={2} mb="sm">
        Approvals
      </Title>
      {!data && <Skeleton height={44} width={320} />}
      {data && (
        <Switch
          checked={change.isPending ? change.variables : data.allowSelfApproval}
          disabled={change.isPending || !can('policy:update')}
          onChange={({ currentTarget }) => change.mutate(currentTarget.checked)}
          label="People may approve what they asked for themselves"
          description="Switched off, a second person decides: also about calls of one’s own tokens and runs."
        />
      )}
    </Card>
  );
}

function Entitlements() {
  const { workspaceId } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['entitlements', workspaceId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/workspaces/{workspaceId}/entitlements', { params: { path: { workspaceId } }, signal })),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card withBorder>
      <Title order={2} mb="sm">
        What this workspace includes
      </Title>
      {data ? (
        <Group gap="xs">
          <Badge color={data.agent_approvals ? 'teal' : 'gray'}>
            {data.agent_approvals ? 'included' : 'not included'}
          </Badge>
          <Text>Approvals of agents’ calls</Text>
        </Group>
      ) : (
        <Skeleton height={24} width={260} />
      )}
      {data?.agent_approvals === false && (
        <Alert color="yellow" mt="sm">
          A call that would need approval is denied instead. Who operates this installation can switch approvals on.
        </Alert>
      )}
    </Card>
  );
}
