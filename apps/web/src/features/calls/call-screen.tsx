import { Alert, Grid, Group, Skeleton, Stack } from '@mantine/core';
import { displayToolName } from '@countersign/tool-name/display';
import { ErrorState } from '../../ui/error-state.js';
import { LinkAnchor } from '../../ui/links.js';
import { PageHeader } from '../../ui/page-header.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { CallApproval } from './call-approval.js';
import { CallContents } from './call-contents.js';
import { CallFacts } from './call-facts.js';
import { CallStateBadge } from './call-state-badge.js';
import { CallStory } from './call-story.js';
import { type CallDetails, useCall } from './calls.queries.js';
import { callRoute } from './calls.routes.js';
import { ResolveCall } from './resolve-call.js';
import { VerdictBadge } from './verdict-badge.js';

export function CallScreen() {
  const { callId } = callRoute.useParams();
  const { data: call, error, refetch } = useCall(callId);
  if (call) return <LoadedCall key={callId} call={call} />;
  return (
    <>
      <PageHeader title="Call" />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
    </>
  );
}

function LoadedCall({ call }: { readonly call: CallDetails }) {
  const { outcomeReason, state } = call;
  return (
    <>
      <PageHeader
        title={`Call of ${displayToolName(call.toolName ?? call.exposedName)}`}
        description={
          <Group component="span" gap="xs">
            <CallStateBadge state={state} isError={call.isError === true} />
            <VerdictBadge verdict={call.verdict} />
            <RelativeTime time={call.createdAt} c="dimmed" />
          </Group>
        }
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            {state === 'unknown' && <ResolveCall call={call} />}
            {outcomeReason && state !== 'unknown' && (
              <Alert color={call.state === 'failed' ? 'red' : 'gray'} title="How it ended">
                {visible(outcomeReason)}
              </Alert>
            )}
            {call.story.retriedAs !== null && (
              <Alert color="blue" title="It was made again">
                <LinkAnchor to="/calls/$callId" params={{ callId: call.story.retriedAs }}>
                  The call that was made instead
                </LinkAnchor>
              </Alert>
            )}
            <CallApproval call={call} />
            <CallContents call={call} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="lg">
            <CallStory call={call} />
            <CallFacts call={call} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Loading() {
  return (
    <Grid gap="lg" aria-busy="true" aria-label="Loading">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Stack>
          <Skeleton height={120} />
          <Skeleton height={200} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Skeleton height={300} />
      </Grid.Col>
    </Grid>
  );
}
