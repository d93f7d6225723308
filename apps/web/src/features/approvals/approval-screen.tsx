import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { JsonView } from '../../ui/json-view.js';
import { LinkAnchor } from '../../ui/links.js';
import { PageHeader } from '../../ui/page-header.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { visible } from '../../ui/visible.js';
import { describeAnnotations } from '../tools/describe-annotations.js';
import { Announcer } from './announcer.js';
import type { ApprovalDetails } from './approval.js';
import { ApprovalArguments } from './approval-arguments.js';
import { ApprovalControls } from './approval-controls.js';
import { ApprovalHeading } from './approval-heading.js';
import { ApprovalReasons } from './approval-reasons.js';
import { approvalQuery } from './approvals.queries.js';
import { approvalRoute } from './approvals.routes.js';
import { useShortcuts } from './use-shortcuts.js';

/** One approval with everything that is known: where a client sends its person to. */
export function ApprovalScreen() {
  const { approvalId } = approvalRoute.useParams();
  const { workspaceId } = useSession();
  const { data, error, refetch } = useQuery(approvalQuery(workspaceId, approvalId));
  return (
    <>
      <PageHeader
        title="Approval"
        actions={
          <LinkAnchor to="/approvals" search={{}}>
            All approvals
          </LinkAnchor>
        }
      />
      <Announcer />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton height={360} />}
      {data && <Approval details={data} />}
    </>
  );
}

function Approval({ details }: { readonly details: ApprovalDetails }) {
  const { can, role } = useSession();
  const screen = useRef<HTMLDivElement>(null);
  const approval = { ...details, tool: details.toolDetails ?? null };
  function press(command: string): boolean {
    const button = screen.current?.querySelector<HTMLElement>(`[data-command="${command}"]`);
    button?.click();
    return Boolean(button);
  }
  useShortcuts({ a: () => press('approve'), e: () => press('edit'), d: () => press('deny') });
  return (
    <Stack ref={screen} tabIndex={-1} gap="md" maw="56rem">
      <Paper withBorder p="md" component="article" aria-labelledby="approval-tool" data-state={details.state}>
        <Stack gap="sm">
          <ApprovalHeading approval={approval} id="approval-tool" />
          <ApprovalReasons approval={approval} details={details} isOpen />
          <Title order={3}>Arguments</Title>
          <ApprovalArguments text={details.arguments} details={details} />
        </Stack>
      </Paper>
      {!can('approval:decide') && details.state === 'pending' && (
        <Text size="sm" c="dimmed">
          Your role ({role}) may look at this, but not decide about it.
        </Text>
      )}
      <ApprovalControls approval={approval} details={details} isReadable home={screen} isSticky />
      <AboutTool details={details} />
    </Stack>
  );
}

function AboutTool({ details: { toolDetails, runId, callId } }: { readonly details: ApprovalDetails }) {
  const { can } = useSession();
  const claims = describeAnnotations(toolDetails?.annotations ?? null);
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="sm">
        <Title order={2}>The tool, in its server’s words</Title>
        {toolDetails?.title && <Text fw={500}>{visible(toolDetails.title)}</Text>}
        {toolDetails?.description ? (
          <UntrustedText text={toolDetails.description} size="sm" />
        ) : (
          <Text size="sm" c="dimmed">
            The server does not describe it.
          </Text>
        )}
        {claims.map(({ key, words }) => (
          <Text key={key} size="sm">
            {visible(words)}
          </Text>
        ))}
        {toolDetails?.inputSchema && (
          <JsonView text={JSON.stringify(toolDetails.inputSchema)} label="What arguments it takes" />
        )}
        <Text size="sm">
          {can('call:read') && (
            <LinkAnchor to="/calls/$callId" params={{ callId }}>
              The whole story of this call
            </LinkAnchor>
          )}
          {runId !== null && (
            <>
              {' · '}
              <LinkAnchor to="/runs/$runId" params={{ runId }}>
                The agent’s run
              </LinkAnchor>
            </>
          )}
        </Text>
      </Stack>
    </Paper>
  );
}
