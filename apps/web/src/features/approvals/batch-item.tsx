import { Badge, Code, Group, Text } from '@mantine/core';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import { type ApprovalView, wholeArguments } from './approval.js';
import { DANGER } from './decision-colors.js';
import { isDestructive } from './risk.js';
import { useApproval } from './use-approval.js';

/** Of the arguments, before what is left is only said to be there. */
const SHOWN_CHARACTERS = 400;

/** One of several: the tool, who asks, and the arguments on a line or two. */
export function BatchItem({ approval: listed }: { readonly approval: ApprovalView }) {
  const { approval, details } = useApproval(listed);
  const text = wholeArguments(listed, details);
  return (
    <>
      <Group gap={6}>
        <ToolName name={approval.toolName} />
        <Text size="sm" c="dimmed">
          of {approval.integrationSlug}, for {visible(approval.principal.name)}
        </Text>
        {isDestructive(approval.tool?.annotations) && (
          <Badge color={DANGER} variant="filled">
            destructive
          </Badge>
        )}
      </Group>
      <Code block fz="xs" p={6} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text === undefined ? '…' : visible(text.slice(0, SHOWN_CHARACTERS))}
        {text !== undefined && text.length > SHOWN_CHARACTERS && `… ${text.length - SHOWN_CHARACTERS} more characters`}
      </Code>
    </>
  );
}
