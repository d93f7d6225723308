import { Accordion, DataList, Paper, Stack, Text, Title } from '@mantine/core';
import { LinkAnchor } from '../../ui/links.js';
import { visible } from '../../ui/visible.js';
import { useAgent } from '../agents/agents.queries.js';
import { CallTimeline } from './call-timeline.js';
import { RunLimits } from './run-limits.js';
import type { RunView } from './runs.queries.js';
import type { Transcript } from './transcript.js';
import { describeCost, describeCount } from './describe-usage.js';

export interface RunFactsProps {
  readonly run: RunView;
  readonly transcript: Transcript;
}

/** Beside the conversation; on a narrow screen folded above it. */
export function RunFacts({ run, transcript }: RunFactsProps) {
  const facts = <Facts run={run} transcript={transcript} />;
  return (
    <>
      <Accordion variant="separated" hiddenFrom="lg">
        <Accordion.Item value="facts">
          <Accordion.Control>Details, limits and calls</Accordion.Control>
          <Accordion.Panel>{facts}</Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      <Paper
        withBorder
        p="md"
        visibleFrom="lg"
        pos="sticky"
        top={72}
        mah="calc(100dvh - 88px)"
        style={{ overflowY: 'auto' }}
        tabIndex={0}
        component="aside"
        aria-label="About this run"
      >
        {facts}
      </Paper>
    </>
  );
}

function Facts({ run, transcript }: RunFactsProps) {
  return (
    <Stack gap="lg">
      <DataList size="sm" labelWidth="6rem">
        <AgentItem run={run} />
        {run.forkedFrom && (
          <DataList.Item>
            <DataList.ItemLabel>Fork of</DataList.ItemLabel>
            <DataList.ItemValue>
              <LinkAnchor to="/runs/$runId" params={{ runId: run.forkedFrom.runId }} size="sm">
                another run
              </LinkAnchor>
            </DataList.ItemValue>
          </DataList.Item>
        )}
        <UsageItems transcript={transcript} />
        <DataList.Item>
          <DataList.ItemLabel>Run id</DataList.ItemLabel>
          <DataList.ItemValue>
            <Text size="xs" ff="monospace">
              {run.id}
            </Text>
          </DataList.ItemValue>
        </DataList.Item>
      </DataList>
      <Stack gap="xs">
        <Title order={2} size="h4">
          Limits
        </Title>
        <RunLimits run={run} transcript={transcript} />
      </Stack>
      <CallTimeline entries={transcript.entries} />
    </Stack>
  );
}

function AgentItem({ run }: { readonly run: RunView }) {
  const { data: agent } = useAgent(run.agentId);
  return (
    <DataList.Item>
      <DataList.ItemLabel>Agent</DataList.ItemLabel>
      <DataList.ItemValue>
        <LinkAnchor to="/agents/$agentId" params={{ agentId: run.agentId }} size="sm">
          {visible(agent?.name ?? '…')}
        </LinkAnchor>
        , version {run.agentVersion}
        {agent && agent.version !== run.agentVersion && (
          <Text size="xs" c="dimmed">
            It is at version {agent.version} by now; a run keeps the one that it started with.
          </Text>
        )}
      </DataList.ItemValue>
    </DataList.Item>
  );
}

function UsageItems({ transcript: { totals } }: { readonly transcript: Transcript }) {
  const { usage, costMicros } = totals;
  if (usage.inputTokens + usage.outputTokens === 0) return null;
  return (
    <>
      <DataList.Item>
        <DataList.ItemLabel>Tokens</DataList.ItemLabel>
        <DataList.ItemValue>
          {describeCount(usage.inputTokens)} read
          {usage.cachedInputTokens > 0 && ` (${describeCount(usage.cachedInputTokens)} cached)`},{' '}
          {describeCount(usage.outputTokens)} written
        </DataList.ItemValue>
      </DataList.Item>
      {costMicros !== null && (
        <DataList.Item>
          <DataList.ItemLabel>Cost</DataList.ItemLabel>
          <DataList.ItemValue>{describeCost(costMicros)}</DataList.ItemValue>
        </DataList.Item>
      )}
    </>
  );
}
