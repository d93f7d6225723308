import { Button, Code, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiProblem } from '@countersign/api-client';
import { isRefusal } from '../../../api/is-refusal.js';
import { messageOf } from '../../../ui/error-state.js';
import { ToolName } from '../../../ui/tool-name.js';
import { visible } from '../../../ui/visible.js';
import type { Arguments, ApprovalDetails, ApprovalView } from '../approval.js';
import { DANGER, GO } from '../decision-colors.js';
import { DECISION_UNKNOWN } from '../describe-approval.js';
import { isDestructive } from '../risk.js';
import { JsonEditor } from './json-editor.js';
import type { Problem } from './list-problems.js';
import { layOut, readEdited } from './read-edited.js';
import { SideBySide } from './side-by-side.js';
import { useCheck } from './use-check.js';

export interface EditDialogProps {
  readonly approval: ApprovalView;
  readonly details: ApprovalDetails;
  /** What was written before; undefined: nothing. */
  readonly text: string | undefined;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onChange: (text: string | undefined) => void;
  readonly onApprove: (edited: Arguments, reason: string) => void;
  readonly onClose: () => void;
}

/** Other arguments than were asked for, checked while they are written, with both sides in view before they run. */
export function EditDialog(props: EditDialogProps) {
  const { approval, details, isBusy, error, onChange, onApprove, onClose } = props;
  const [reason, setReason] = useState('');
  const original = layOut(JSON.parse(details.arguments));
  const text = props.text ?? original;
  const { value, problem } = readEdited(text);
  const check = useCheck(details.toolDetails?.inputSchema, value);
  const edited = value === null ? null : layOut(value);
  const isSame = edited === original;
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false;
  const annotations = details.toolDetails?.annotations ?? approval.tool?.annotations;
  return (
    <Modal
      opened
      onClose={onClose}
      size="70rem"
      fullScreen={isPhone}
      title={
        <>
          Edit what <ToolName name={approval.toolName} /> gets
        </>
      }
    >
      <Stack>
        <JsonEditor label="Arguments" value={text} error={problem} onChange={onChange} />
        {visible(text) !== text && (
          <Text size="sm" c="var(--mantine-color-error)">
            There are characters in it that cannot be seen. They are spelled out below once you change something, and on
            the card.
          </Text>
        )}
        <Problems problems={check.problems} title="The tool does not take this" />
        <Problems
          problems={problemsOf(error)}
          title={error && !isRefusal(error) ? DECISION_UNKNOWN : 'The server does not take this'}
        />
        {check.isUnknown && value !== null && (
          <Text size="sm" c="dimmed">
            What the tool takes cannot be checked here; the server checks it.
          </Text>
        )}
        {edited !== null && !isSame && <SideBySide before={original} after={edited} />}
        <TextInput
          label="Why?"
          description="Optional. It is kept with the decision; the agent is told what was changed, and by whom."
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" disabled={props.text === undefined} onClick={() => onChange(undefined)} mr="auto">
            Start over
          </Button>
          <Button variant="default" onClick={onClose}>
            Put aside
          </Button>
          <Button
            color={isDestructive(annotations) ? DANGER : GO}
            leftSection={<IconCheck size={18} aria-hidden />}
            loading={isBusy}
            disabled={value === null || isSame || !check.isCurrent || check.problems.length > 0}
            onClick={() => value && onApprove(value, reason.trim())}
          >
            Approve as edited
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The API points from its body, people look at the arguments. */
function problemsOf(error: Error | null): readonly Problem[] {
  if (!error) return [];
  const problems = error instanceof ApiProblem ? error.errors : [];
  if (problems.length === 0) return [{ pointer: '', message: messageOf(error) }];
  return problems.map(({ pointer, message }) => ({ pointer: pointer.replace(/^\/arguments/, ''), message }));
}

function Problems({ problems, title }: { readonly problems: readonly Problem[]; readonly title: string }) {
  if (problems.length === 0) return null;
  return (
    <Stack gap={4} role="alert">
      <Text size="sm" fw={600} c="var(--mantine-color-error)">
        {title}
      </Text>
      <List size="sm" spacing={2}>
        {problems.map(({ pointer, message }) => (
          <List.Item key={pointer + message}>
            <Code>{visible(pointer) || '/'}</Code> {visible(message)}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
