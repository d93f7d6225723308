import { Card, Group, Progress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { ToolName } from '../../ui/tool-name.js';
import type { ToolStatistics } from './overview.queries.js';

const SKELETON_HEIGHT = 160;

/** The tools that were called most. */
export function TopTools({ statistics }: { readonly statistics: ToolStatistics | undefined }) {
  const most = Math.max(1, ...(statistics?.tools.map(({ calls }) => calls) ?? []));
  return (
    <Card withBorder>
      <Title order={2} mb="sm">
        Most used tools
      </Title>
      {!statistics && <Skeleton height={SKELETON_HEIGHT} />}
      {statistics?.tools.length === 0 && <Text c="dimmed">No tool was called in this time.</Text>}
      <Stack gap="sm">
        {statistics?.tools.map(({ integrationId, integrationSlug, toolName, calls }) => (
          <div key={`${integrationId} ${toolName}`}>
            <Group justify="space-between" wrap="nowrap" gap="sm" mb={4}>
              <Text size="sm">
                {integrationSlug} · <ToolName name={toolName} />
              </Text>
              <Text size="sm" c="dimmed">
                {calls}
              </Text>
            </Group>
            <Progress value={(calls / most) * 100} size="sm" aria-label={`${calls} calls of ${toolName}`} />
          </div>
        ))}
      </Stack>
      {statistics?.isSampled && (
        <Text size="sm" c="dimmed" mt="sm">
          Of the newest calls in this time; there were more.
        </Text>
      )}
    </Card>
  );
}
