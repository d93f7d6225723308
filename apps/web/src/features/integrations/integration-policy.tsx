import { Paper, Skeleton, Stack, Switch, Text, Title } from '@mantine/core';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { useUpdateIntegrationPolicy } from './integration-mutations.js';
import { useIntegrationPolicy } from './integrations.queries.js';
import { PostureSelect } from './posture-select.js';

/** What was decided about a server as a whole. Every change is sent as it is made. */
export function IntegrationPolicy({ integrationId }: { readonly integrationId: string }) {
  const { can } = useSession();
  const { data, error, isPending, refetch } = useIntegrationPolicy(integrationId);
  const { mutate, variables, isPending: isSending } = useUpdateIntegrationPolicy(integrationId);
  const isLocked = !can('policy:update');
  if (isPending) return <Skeleton height={320} />;
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const shown = isSending ? { ...data, ...variables } : data;
  return (
    <Paper withBorder p="md" maw={720}>
      <Stack gap="md">
        <Title order={2}>Policy</Title>
        {isLocked && (
          <Text size="sm" c="dimmed">
            Your role can look at this and not change it: that needs the scope policy:update.
          </Text>
        )}
        <PostureSelect value={shown.posture} isLocked={isLocked} onChange={(posture) => mutate({ posture })} />
        <Switch
          label="Trusted"
          description="New and changed tools need no acknowledgement: what was decided, or the choice above, applies at once. Changes are still recorded."
          checked={shown.trusted}
          disabled={isLocked}
          onChange={({ currentTarget }) => mutate({ trusted: currentTarget.checked })}
        />
        <Switch
          label="Resources"
          description="Clients may list and read its resources. Nobody is asked about that."
          checked={shown.resources}
          disabled={isLocked}
          onChange={({ currentTarget }) => mutate({ resources: currentTarget.checked })}
        />
        <Switch
          label="Prompts"
          description="Clients may list and get its prompts. Nobody is asked about that."
          checked={shown.prompts}
          disabled={isLocked}
          onChange={({ currentTarget }) => mutate({ prompts: currentTarget.checked })}
        />
      </Stack>
    </Paper>
  );
}
