import { ActionBar, Button, Group, Progress, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { notifyDone } from '../../ui/notify.js';
import { type ToolChange, toBatches } from './tool-changes.js';
import { type ToolRights, whyNoApproval } from './tool-rights.js';
import type { Tool } from './tool-state.js';
import { useChangeTools } from './use-change-tools.js';

type Decision = Pick<ToolChange, 'enabled' | 'requiresApproval'>;

const ACTIONS: readonly { readonly label: string; readonly decision: Decision }[] = [
  { label: 'Enable', decision: { enabled: true } },
  { label: 'Disable', decision: { enabled: false } },
  { label: 'Ask first', decision: { requiresApproval: true } },
  { label: 'Do not ask', decision: { requiresApproval: false } },
];

export interface BulkBarProps {
  readonly integrationId: string;
  readonly chosen: readonly Tool[];
  readonly rights: ToolRights;
  readonly onClear: () => void;
}

/** One decision about many tools. */
export function BulkBar({ integrationId, chosen, rights, onClear }: BulkBarProps) {
  const { decide, progress } = useDecideAll(integrationId, chosen);
  return (
    <ActionBar
      opened={chosen.length > 0 || progress !== null}
      withBorder
      shadow="md"
      aria-label="Change the chosen tools"
      maw="calc(100vw - 24px)"
    >
      <Group gap={6} justify="center">
        <Text size="sm" fw={600} px="xs" role="status">
          {progress === null ? `${chosen.length} chosen` : `${progress.done} of ${progress.of} changed`}
        </Text>
        {progress !== null && <Progress w={120} value={(100 * progress.done) / progress.of} aria-label="Changed" />}
        {ACTIONS.map(({ label, decision }) => {
          const refusal = decision.requiresApproval ? whyNoApproval({ requiresApproval: false }, rights) : '';
          return (
            <Tooltip key={label} label={refusal} disabled={refusal === ''}>
              <Button
                size="xs"
                variant="light"
                disabled={progress !== null || refusal !== '' || chosen.length === 0}
                onClick={() => void decide(decision)}
              >
                {label}
              </Button>
            </Tooltip>
          );
        })}
        <Button size="xs" variant="subtle" color="gray" onClick={onClear} disabled={progress !== null}>
          Clear
        </Button>
      </Group>
    </ActionBar>
  );
}

interface BulkProgress {
  readonly done: number;
  readonly of: number;
}

/** Batch after batch: each is all or nothing, and after one that is refused none is sent any more. */
function useDecideAll(integrationId: string, chosen: readonly Tool[]) {
  const { mutateAsync } = useChangeTools(integrationId);
  const [progress, setProgress] = useState<BulkProgress | null>(null);

  async function decide(decision: Decision): Promise<void> {
    const changes = changesFor(chosen, decision);
    const seen = chosen;
    if (changes.length === 0) return notifyDone('They are all so already.');
    let done = 0;
    try {
      for (const batch of toBatches(changes)) {
        setProgress({ done, of: changes.length });
        await mutateAsync({ changes: batch, seen });
        done += batch.length;
      }
      notifyDone(done === 1 ? 'Changed one tool.' : `Changed ${done} tools.`);
    } catch {
      // Said by the mutation itself; only what came before is left to say.
      if (done > 0) notifyDone(`${done} of ${changes.length} tools had been changed before.`);
    } finally {
      setProgress(null);
    }
  }

  return { decide, progress };
}

/** Only of tools that are not so yet, and whose policy can be read. */
function changesFor(tools: readonly Tool[], decision: Decision): ToolChange[] {
  return tools
    .filter(({ problem, enabled, requiresApproval }) => {
      const isSo =
        (decision.enabled ?? enabled) === enabled &&
        (decision.requiresApproval ?? requiresApproval) === requiresApproval;
      return problem === null && !isSo;
    })
    .map(({ name }) => ({ name, ...decision }));
}
