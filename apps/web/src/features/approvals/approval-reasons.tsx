import { Alert, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconGitCompare, IconHelpCircle } from '@tabler/icons-react';
import { visible } from '../../ui/visible.js';
import { Differences } from '../tools/differences.js';
import type { ApprovalDetails, ApprovalView } from './approval.js';
import { describeAskReason } from './describe-approval.js';

export interface ApprovalReasonsProps {
  readonly approval: ApprovalView;
  readonly details: ApprovalDetails | undefined;
  /** Whether the differences are shown at once. */
  readonly isOpen?: boolean;
}

/** Why it asks, what is different about the tool, and what stands in the way of a decision. */
export function ApprovalReasons({ approval, details, isOpen = false }: ApprovalReasonsProps) {
  const { askReason, obstacle, refusal, state } = approval;
  return (
    <>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconHelpCircle size={16} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
        <Text size="sm">{describeAskReason(askReason)}</Text>
      </Group>
      {details?.toolDetails && <Changes {...details.toolDetails} isOpen={isOpen} />}
      {state === 'pending' && obstacle && (
        <Alert color="orange" p="xs" icon={<IconAlertTriangle aria-hidden />}>
          As things are, an approval would run nothing: {visible(obstacle)}
        </Alert>
      )}
      {state === 'pending' && refusal && (
        <Alert color="gray" p="xs" title="This one is not yours to decide">
          {visible(refusal)}
        </Alert>
      )}
    </>
  );
}

type ChangesProps = NonNullable<ApprovalDetails['toolDetails']> & { readonly isOpen: boolean };

function Changes({ differences, truncated, hasMoved, isOpen }: ChangesProps) {
  const [isShown, { toggle }] = useDisclosure(isOpen);
  if (differences.length === 0 && !hasMoved) return null;
  const places = differences.length === 1 ? 'one place' : `${differences.length} places`;
  return (
    <Alert color="orange" p="xs" icon={<IconGitCompare aria-hidden />}>
      {hasMoved && <Text size="sm">Meanwhile the tool is another one than was asked for.</Text>}
      {differences.length > 0 && (
        <UnstyledButton onClick={toggle} aria-expanded={isShown} fz="sm" td="underline">
          The tool’s definition is different in {places} from what was acknowledged: {isShown ? 'hide' : 'show'} it
        </UnstyledButton>
      )}
      {isShown && differences.length > 0 && <Differences differences={differences} truncated={truncated} />}
    </Alert>
  );
}
