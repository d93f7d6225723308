import { Alert, Badge, Button, Card, EmptyState, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { notifyDone, notifyFailed } from '../../../ui/notify.js';
import { PagedList } from '../../../ui/paged-list.js';
import { RelativeTime } from '../../../ui/times.js';
import { UntrustedText } from '../../../ui/untrusted-text.js';
import { CreateTokenDialog } from './create-token-dialog.js';
import { type Token, tokensQuery } from './tokens.queries.js';

export function TokensScreen() {
  const { workspaceId } = useSession();
  const query = useInfiniteQuery(tokensQuery(workspaceId));
  const [isCreating, creating] = useDisclosure(false);
  const [revoked, setRevoked] = useState<Token | null>(null);
  return (
    <Stack maw={860}>
      <Group justify="space-between">
        <Text c="dimmed" maw={560}>
          Each client and each script has a token of its own, so that the audit tells them apart and one can be revoked
          alone.
        </Text>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={creating.open}>
          Create token
        </Button>
      </Group>
      <PagedList
        query={query}
        label="Tokens"
        estimatedHeight={92}
        gap={8}
        keyOf={({ id }) => id}
        render={(token) => <TokenCard token={token} onRevoke={() => setRevoked(token)} />}
        empty={
          <EmptyState
            icon={<IconKey aria-hidden />}
            title="No tokens yet"
            description="Connect Claude Code, Cursor, VS Code or an agent of your own with a token for MCP clients."
          >
            <Button onClick={creating.open}>Create the first token</Button>
          </EmptyState>
        }
      />
      <CreateTokenDialog isOpen={isCreating} onClose={creating.close} />
      {revoked && <RevokeDialog token={revoked} onClose={() => setRevoked(null)} />}
    </Stack>
  );
}

function TokenCard({ token, onRevoke }: { readonly token: Token; readonly onRevoke: () => void }) {
  const { name, kind, hint, createdAt, expiresAt, revokedAt, lastUsedAt, scopes } = token;
  const hasEnded = revokedAt !== null || new Date(expiresAt) <= new Date();
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <UntrustedText text={name} fw={600} />
            <Badge color={kind === 'mcp' ? 'indigo' : 'grape'}>{kind === 'mcp' ? 'MCP client' : 'API'}</Badge>
            {scopes.includes('approval:decide') && <Badge color="orange">may decide</Badge>}
            {revokedAt !== null && <Badge color="red">revoked</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            last characters …{hint} · created <RelativeTime time={createdAt} inherit /> ·{' '}
            {lastUsedAt === null ? (
              'never used'
            ) : (
              <>
                last used <RelativeTime time={lastUsedAt} inherit />
              </>
            )}{' '}
            · {hasEnded ? 'ended' : 'expires'} <RelativeTime time={revokedAt ?? expiresAt} inherit />
          </Text>
        </Stack>
        {!hasEnded && (
          <Button size="xs" variant="default" onClick={onRevoke} aria-label={`Revoke ${name}`}>
            Revoke
          </Button>
        )}
      </Group>
    </Card>
  );
}

function RevokeDialog({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      answerOf(
        api.DELETE('/api/v1/workspaces/{workspaceId}/tokens/{tokenId}', {
          params: { path: { workspaceId, tokenId: token.id } },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['tokens'] });
      notifyDone('The token is revoked.');
      onClose();
    },
    onError: (error) => notifyFailed('The token was not revoked', error),
  });
  return (
    <ConfirmDialog
      title="Revoke this token?"
      action="Revoke it"
      isOpen
      onClose={onClose}
      onConfirm={() => mutate()}
      isPending={isPending}
    >
      <Alert color="yellow">
        Whoever uses “{token.name}” is refused within a second, and its calls that wait for approval are not carried
        out.
      </Alert>
    </ConfirmDialog>
  );
}
