import { Alert } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useSession } from '../../session/session.js';
import { LinkButton } from '../../ui/links.js';
import { notifyDone } from '../../ui/notify.js';
import { PageHeader } from '../../ui/page-header.js';
import { AgentForm } from './agent-form.js';
import { NEW_AGENT, toCreateBody } from './agent-form-values.js';
import { useCreateAgent } from './agents.queries.js';

export function NewAgentScreen() {
  const { can } = useSession();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useCreateAgent();
  return (
    <>
      <PageHeader title="New agent" description="It can be changed later; each change is a version that is kept." />
      {can('agent:create') ? (
        <AgentForm
          initial={NEW_AGENT}
          action="Create the agent"
          isPending={isPending}
          error={error}
          onSubmit={(values) =>
            mutate(toCreateBody(values), {
              onSuccess: ({ id: agentId }) => {
                notifyDone('The agent is there. Give it something to do.');
                void navigate({ to: '/agents/$agentId', params: { agentId } });
              },
            })
          }
          aside={
            <LinkButton to="/agents" variant="default">
              Cancel
            </LinkButton>
          }
        />
      ) : (
        <Alert color="yellow">Your role does not let you create agents.</Alert>
      )}
    </>
  );
}
