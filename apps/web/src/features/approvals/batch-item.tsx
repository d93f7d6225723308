import { Badge, Group, Stack, Text } from '@mantine/core';
import { ErrorState } from '../../ui/error-state.js';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import { type ApprovalView, wholeArguments } from './approval.js';
import { ApprovalArguments } from './approval-arguments.js';
import { ApprovalReasons } from './approval-reasons.js';
import { DANGER } from './decision-colors.js';
import { isDestructive } from './risk.js';
import { useApproval } from './use-approval.js';

/** Some lines of each, so that several fit on the screen; the rest is one click away. */
const FOLDED_HEIGHT = 120;

/** One of several: the tool, who asks, why, and all of the arguments. */
export function BatchItem({ approval: listed }: { readonly approval: ApprovalView }) {
  const { approval, details, error, retry } = useApproval(listed);
  return (
    <Stack gap={6}>
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
      <ApprovalReasons approval={approval} details={details} />
      {error ? (
        <ErrorState error={error} title="What is asked for could not be loaded" onRetry={retry} />
      ) : (
        <ApprovalArguments text={wholeArguments(listed, details)} details={details} foldedHeight={FOLDED_HEIGHT} />
      )}
    </Stack>
  );
}
