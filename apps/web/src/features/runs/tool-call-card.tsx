import { Badge, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { useRef } from 'react';
import { useSession } from '../../session/session.js';
import { JsonView } from '../../ui/json-view.js';
import { LinkAnchor } from '../../ui/links.js';
import { ToolName } from '../../ui/tool-name.js';
import { cardIdOf } from '../approvals/card-id.js';
import { CallStateBadge, colorOfCallState } from '../calls/call-state-badge.js';
import { Folded } from '../calls/folded.js';
import { CallDecision } from './call-decision.js';
import { describeCallTimes } from './describe-call-times.js';
import { useRunCall } from './run-calls.js';
import type { TurnCall } from './transcript.js';
import { WaitingCall } from './waiting-call.js';

/** One call of a turn: what was asked for, who decided, and what came back. */
export function ToolCallCard({ call }: { readonly call: TurnCall }) {
  const { can } = useSession();
  const { callId, state, isError } = call;
  const card = useRef<HTMLElement>(null);
  // What is asked for stands beside the decision, as it would be sent.
  const isAsked = state === 'pending_approval' && call.approvalId !== null && can('approval:read');
  const recorded = useRunCall(callId);
  const rawName = recorded?.toolName;
  const color = colorOfCallState(state);
  return (
    <Paper
      ref={card}
      withBorder
      p="sm"
      component="section"
      aria-label={`Call of ${call.exposedName}`}
      {...(call.approvalId !== null && {
        id: cardIdOf(call.approvalId),
        'data-card': true,
        tabIndex: isAsked ? 0 : -1,
      })}
      style={{ scrollMargin: '5rem 0 2rem', borderLeft: `3px solid var(--mantine-color-${color}-filled)` }}
    >
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
          <Group gap="xs" wrap="nowrap" align="flex-start" miw={0}>
            <ThemeIcon variant="light" color={color} size="sm" mt={1}>
              <IconTool size={14} aria-hidden />
            </ThemeIcon>
            <Stack gap={0} miw={0}>
              <Text size="sm" fw={600} component="div">
                {rawName ? <ToolName name={rawName} /> : <ToolName name={call.exposedName} />}
              </Text>
              {rawName && (
                <Text size="xs" c="dimmed" component="div">
                  {recorded.integrationSlug}, called as <ToolName name={call.exposedName} />
                </Text>
              )}
            </Stack>
          </Group>
          <CallStateBadge state={state} isError={isError} />
        </Group>
        {!isAsked && call.arguments !== '{}' && call.arguments !== '' && (
          <Part label="Arguments" text={call.arguments} />
        )}
        <WaitingCall call={call} home={card} />
        <CallDecision call={call} />
        {call.result !== null && <Part label={isError ? 'Error' : 'Result'} text={call.result} />}
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            <Text size="xs" c="dimmed">
              {describeCallTimes(call, recorded)}
            </Text>
            {call.isCompacted && <Badge color="gray">the model reads a note instead by now</Badge>}
            {call.files.map((file, index) => (
              <Badge key={index} color="gray">
                file: {file}
              </Badge>
            ))}
          </Group>
          {callId !== null && can('call:read') && (
            <LinkAnchor to="/calls/$callId" params={{ callId }} size="xs">
              Its whole story
            </LinkAnchor>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

function Part({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={2}>
        {label}
      </Text>
      <Folded label={label.toLowerCase()}>
        <JsonView text={text} label={label} />
      </Folded>
    </div>
  );
}
