import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem } from '@countersign/api-client';
import { useSession } from '../../session/session.js';
import { notifyDone } from '../../ui/notify.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { AgentForm } from './agent-form.js';
import { toFormValues, toUpdateBody } from './agent-form-values.js';
import { AgentSummary } from './agent-summary.js';
import { type AgentView, useAgentVersions, useUpdateAgent } from './agents.queries.js';

/** To change, where one may; else to read. */
export function AgentSettings({ agent }: { readonly agent: AgentView }) {
  const { can } = useSession();
  if (agent.archivedAt) return <AgentSummary settings={agent} />;
  if (can('agent:update')) return <Editor agent={agent} />;
  return (
    <Stack>
      <Alert color="gray">Your role lets you read the settings of agents, not change them.</Alert>
      <AgentSummary settings={agent} />
    </Stack>
  );
}

/** The version that it was opened with is what it changes: whoever was faster is named, and nothing is overwritten. */
function Editor({ agent }: { readonly agent: AgentView }) {
  const [seen, setSeen] = useState(agent);
  const { mutate, isPending, error, reset } = useUpdateAgent(agent.id);
  const [isUnchanged, setIsUnchanged] = useState(false);
  const isOvertaken = error instanceof ApiProblem && error.status === 412;
  const initial = toFormValues(seen);
  return (
    <Stack>
      {isOvertaken && (
        <Overtaken
          agentId={agent.id}
          onTake={() => {
            setSeen(agent);
            reset();
          }}
        />
      )}
      <AgentForm
        key={seen.version}
        initial={initial}
        action="Save as a new version"
        isPending={isPending}
        error={isOvertaken ? null : error}
        aside={isUnchanged && <Text c="dimmed">Nothing was changed.</Text>}
        onSubmit={(values) => {
          const body = toUpdateBody(initial, values);
          setIsUnchanged(body === null);
          if (body === null) return;
          mutate(
            { body, seen: seen.version },
            {
              onSuccess: (changed) => {
                setSeen(changed);
                notifyDone(`Saved as version ${changed.version}. The next run uses it.`);
              },
            },
          );
        }}
      />
    </Stack>
  );
}

interface OvertakenProps {
  readonly agentId: string;
  readonly onTake: () => void;
}

function Overtaken({ agentId, onTake }: OvertakenProps) {
  const { data } = useAgentVersions(agentId);
  const newest = data?.pages[0]?.items[0];
  return (
    <Alert color="orange" role="alert" title="Somebody was faster">
      <Text size="sm">
        {newest?.createdBy ? visible(newest.createdBy.name) : 'Somebody'} made version {newest?.version}
        {newest && (
          <>
            {' '}
            <RelativeTime time={newest.createdAt} />
          </>
        )}
        , while you were editing. Nothing of yours was saved, and nothing of theirs was overwritten.
      </Text>
      <Group mt="sm">
        <Button size="xs" onClick={onTake}>
          Start again from theirs
        </Button>
      </Group>
    </Alert>
  );
}
