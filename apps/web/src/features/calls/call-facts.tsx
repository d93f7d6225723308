import { Code, DataList, Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { LinkAnchor } from '../../ui/links.js';
import { FullTime } from '../../ui/times.js';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import type { CallDetails } from './calls.queries.js';
import { describeBytes } from './describe-bytes.js';

/** What else is known of a call, for who compares it with what other systems know. */
export function CallFacts({ call }: { readonly call: CallDetails }) {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} mb="sm">
        Details
      </Title>
      <DataList size="sm" labelWidth="7.5rem">
        <Fact label="Verdict">
          {call.verdict}: {visible(call.verdictReason)}
        </Fact>
        {call.rule && call.rule.strictness !== 'allow' && (
          <Fact label="Caller’s own rule">{call.rule.strictness}, whatever policy allows</Fact>
        )}
        {call.rule?.review && call.rule.review !== 'none' && (
          <Fact label="Tool’s review">{visible(call.rule.review)}, when it was asked for</Fact>
        )}
        {call.toolName !== null && (
          <Fact label="Tool">
            {visible(call.integrationSlug ?? '')} <ToolName name={call.toolName} />
          </Fact>
        )}
        <Fact label="Called as">
          <ToolName name={call.exposedName} />
        </Fact>
        <Fact label="Asked by">
          {call.principal.kind === 'run' && 'a run of '}
          {visible(call.principal.name)}
          {call.principal.kind === 'token' && ' (a token)'}
        </Fact>
        {call.runId !== null && (
          <Fact label="Run">
            <LinkAnchor to="/runs/$runId" params={{ runId: call.runId }} size="sm">
              The conversation that it is part of
            </LinkAnchor>
          </Fact>
        )}
        <Others call={call} />
        {call.retryOf && (
          <Fact label="Instead of">
            <LinkAnchor to="/calls/$callId" params={{ callId: call.retryOf }} size="sm">
              A call of unknown outcome
            </LinkAnchor>
          </Fact>
        )}
        {call.clientGoneAt && (
          <Fact label="Client">
            gone since <FullTime time={call.clientGoneAt} />
          </Fact>
        )}
        {call.story.attempts > 0 && (
          <Fact label="Attempts">
            {call.story.attempts} without an end{call.story.isRepeat && ', repeated: its tool is declared idempotent'}
          </Fact>
        )}
        {call.resultBytes !== null && <Fact label="Result">{describeBytes(call.resultBytes)}</Fact>}
        <Id label="Call id" value={call.id} />
        <Id label="Trace id" value={call.traceId ?? null} />
        <Id label="Idempotency key" value={call.toolCallId} />
        <Id label="Arguments’ hash" value={call.argumentsHash} />
        <Id label="Definition’s hash" value={call.rule?.definitionHash ?? null} />
        <Fact label="Fence">{call.fence}</Fact>
      </DataList>
    </Paper>
  );
}

/** Who else to compare it with: of a run, what its agent did. */
function Others({ call: { agentId, principal } }: { readonly call: CallDetails }) {
  return (
    <Fact label="Others">
      <LinkAnchor to="/calls" search={agentId ? { agentId } : { principal: principal.id }} size="sm">
        {agentId ? 'All calls of this agent' : 'All calls of who asked'}
      </LinkAnchor>
    </Fact>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{label}</DataList.ItemLabel>
      <DataList.ItemValue>
        <Text size="sm" component="div">
          {children}
        </Text>
      </DataList.ItemValue>
    </DataList.Item>
  );
}

function Id({ label, value }: { readonly label: string; readonly value: string | null }) {
  if (value === null) return null;
  return (
    <Fact label={label}>
      <Code fz="xs">{visible(value)}</Code>
    </Fact>
  );
}
