import { Badge, Group, Stack, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { Countdown, RelativeTime } from '../../ui/times.js';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import type { ApprovalTool, ApprovalView } from './approval.js';
import { STATE_COLORS, STATE_WORDS } from './describe-approval.js';
import { DANGER } from './decision-colors.js';
import { listHints } from './risk.js';

/** What is asked for, of which server, by whom, and until when. */
export function ApprovalHeading({ approval, id }: { readonly approval: ApprovalView; readonly id: string }) {
  const { toolName, integrationSlug, exposedName, approverGroup, tool, state, expiresAt } = approval;
  return (
    <Stack gap={4} miw={0}>
      <Group gap="xs" justify="space-between" align="flex-start" style={{ rowGap: 0 }}>
        <Text id={id} component="h2" fw={600} fz="md" miw={0} m={0}>
          <VisuallyHidden>{STATE_WORDS[state]}: </VisuallyHidden>
          <ToolName name={toolName} />
          <Text span c="dimmed" fz="sm" fw={400}>
            {' '}
            of {integrationSlug}
          </Text>
        </Text>
        {state === 'pending' ? (
          <Text span style={{ flexShrink: 0 }}>
            <Countdown until={expiresAt} />
          </Text>
        ) : (
          <Badge color={STATE_COLORS[state]} style={{ flexShrink: 0 }}>
            {STATE_WORDS[state]}
          </Badge>
        )}
      </Group>
      <Asker approval={approval} />
      <Group gap={6}>
        {tool !== undefined && <Hints annotations={tool?.annotations} />}
        {typeof approverGroup === 'string' && (
          <Badge color="violet" title="Only its members decide">
            {visible(approverGroup)}
          </Badge>
        )}
        <Text span size="xs" c="dimmed">
          offered as {exposedName}
        </Text>
      </Group>
    </Stack>
  );
}

export function Hints({ annotations }: { readonly annotations: ApprovalTool['annotations'] | undefined }) {
  return listHints(annotations).map((hint) => <HintBadge key={hint.label} {...hint} />);
}

function HintBadge({ label, color, meaning }: ReturnType<typeof listHints>[number]) {
  return (
    <Tooltip label={meaning}>
      <Badge color={color === 'red' ? DANGER : color} variant={color === 'red' ? 'filled' : 'light'}>
        {label}
      </Badge>
    </Tooltip>
  );
}

const KINDS = {
  run: 'an agent’s run',
  token: 'a client',
  user: 'a person',
  operator: 'the operator',
  system: '',
} as const;

function Asker({ approval: { principal, requestedAt, clientGoneAt, state } }: { readonly approval: ApprovalView }) {
  const kind = KINDS[principal.kind];
  return (
    <Text size="sm" c="dimmed">
      Asked by{' '}
      <Text span fw={500} c="var(--mantine-color-text)">
        {visible(principal.name)}
      </Text>
      {kind && `, ${kind}`}, <RelativeTime time={requestedAt} />
      {state === 'pending' && clientGoneAt && ' · it has stopped waiting, and collects the result later'}
    </Text>
  );
}
