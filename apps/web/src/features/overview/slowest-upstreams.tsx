import { Card, Skeleton, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { describeDuration } from '../../ui/describe-time.js';
import type { ToolStatistics } from './overview.queries.js';

const SKELETON_HEIGHT = 160;

/** By how long their answers take at the 95th percentile. */
export function SlowestUpstreams({ statistics }: { readonly statistics: ToolStatistics | undefined }) {
  return (
    <Card withBorder>
      <Title order={2} mb="sm">
        Slowest servers
      </Title>
      {!statistics && <Skeleton height={SKELETON_HEIGHT} />}
      {statistics?.upstreams.length === 0 && <Text c="dimmed">No server was called in this time.</Text>}
      {statistics && statistics.upstreams.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Server</Table.Th>
                <Table.Th ta="right">Calls</Table.Th>
                <Table.Th ta="right">Failed</Table.Th>
                <Table.Th ta="right">Median</Table.Th>
                <Table.Th ta="right">95 %</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {statistics.upstreams.map(({ integrationId, integrationSlug, calls, failed, p50Ms, p95Ms }) => (
                <Table.Tr key={integrationId}>
                  <Table.Td>
                    <Link to="/integrations/$integrationId" params={{ integrationId }}>
                      {integrationSlug}
                    </Link>
                  </Table.Td>
                  <Table.Td ta="right">{calls}</Table.Td>
                  <Table.Td ta="right">{failed}</Table.Td>
                  <Table.Td ta="right">{describeDuration(p50Ms)}</Table.Td>
                  <Table.Td ta="right">{describeDuration(p95Ms)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  );
}
