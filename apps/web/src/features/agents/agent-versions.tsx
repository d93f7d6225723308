import { Accordion, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { ErrorState } from '../../ui/error-state.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { DiffView } from '../calls/diff-view.js';
import { type AgentVersionView, useAgentVersions } from './agents.queries.js';
import { diffVersions } from './diff-versions.js';

/** Newest first, each with what it changed of the one before. */
export function AgentVersions({ agentId }: { readonly agentId: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAgentVersions(agentId);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={220} />;
  const versions = data.pages.flatMap(({ items }) => items);
  const [newest] = versions;
  return (
    <Stack maw={820}>
      <Text c="dimmed" size="sm">
        A run keeps the version that it started with.
      </Text>
      <Accordion key={newest?.version} variant="separated" defaultValue={newest ? String(newest.version) : null}>
        {versions.map((version, index) => (
          <Version
            key={version.version}
            version={version}
            before={versions[index + 1]}
            isFirst={version.version === 1}
          />
        ))}
      </Accordion>
      {hasNextPage && (
        <Button variant="default" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          Older versions
        </Button>
      )}
    </Stack>
  );
}

interface VersionProps {
  readonly version: AgentVersionView;
  /** Absent where it is on a page that was not read yet, or never was. */
  readonly before: AgentVersionView | undefined;
  readonly isFirst: boolean;
}

function Version({ version, before, isFirst }: VersionProps) {
  return (
    <Accordion.Item value={String(version.version)}>
      <Accordion.Control>
        <Group gap="xs">
          <Text fw={600}>Version {version.version}</Text>
          <RelativeTime time={version.createdAt} c="dimmed" />
          {version.createdBy && (
            <Text size="sm" c="dimmed">
              by {visible(version.createdBy.name)}
            </Text>
          )}
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {before || isFirst ? (
          <DiffView lines={diffVersions(before, version)} label={`What version ${version.version} changed`} />
        ) : (
          <Text size="sm" c="dimmed">
            Load older versions to see what it changed.
          </Text>
        )}
      </Accordion.Panel>
    </Accordion.Item>
  );
}
