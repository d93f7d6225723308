import { Alert, Grid, Group, Skeleton, Stack, Text } from '@mantine/core';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { CancelRun } from './cancel-run.js';
import { ForkRun } from './fork-run.js';
import { MessageBox } from './message-box.js';
import { RunCalls } from './run-calls.js';
import { RunFacts } from './run-facts.js';
import { RunStatusBadge } from './run-status-badge.js';
import { useRun, type RunView } from './runs.queries.js';
import { runRoute } from './runs.routes.js';
import { TranscriptView } from './transcript-view.js';
import { useRunCalls } from './use-run-calls.js';
import { useRunFeed } from './use-run-feed.js';

const TITLE_CHARACTERS_MAX = 60;

export function RunScreen() {
  const { runId } = runRoute.useParams();
  const { data: run, error, refetch } = useRun(runId);
  if (error && !run) return <Failed error={error} onRetry={() => void refetch()} />;
  return run ? <LoadedRun key={runId} run={run} /> : <Loading />;
}

function LoadedRun({ run }: { readonly run: RunView }) {
  const feed = useRunFeed(run.id);
  const calls = useRunCalls(run.id, feed.transcript.sequence);
  return (
    <RunCalls value={calls}>
      <PageHeader
        title={titleOf(run.prompt)}
        description={
          <Group component="span" gap="xs">
            <RunStatusBadge status={run.status} />
            <RelativeTime time={run.createdAt} c="dimmed" />
            {run.startedBy && (
              <Text span size="sm">
                by {visible(run.startedBy.name)}
              </Text>
            )}
          </Group>
        }
        actions={
          <>
            <ForkRun run={run} />
            <CancelRun run={run} />
          </>
        }
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 4 }} order={{ base: 1, lg: 2 }}>
          <RunFacts run={run} transcript={feed.transcript} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }} order={{ base: 2, lg: 1 }}>
          <Stack gap="md">
            {run.parked && (
              <Alert color="orange" title="This run is parked">
                A newer version of Countersign wrote to its log: {visible(run.parked)}. It is left as it is, and goes on
                by itself once every replica has that version.
              </Alert>
            )}
            <TranscriptView run={run} feed={feed} />
            <MessageBox run={run} />
          </Stack>
        </Grid.Col>
      </Grid>
    </RunCalls>
  );
}

function titleOf(prompt: string): string {
  const [line = ''] = prompt.trim().split('\n');
  const title = visible(line);
  return title.length <= TITLE_CHARACTERS_MAX ? title : `${title.slice(0, TITLE_CHARACTERS_MAX)}…`;
}

function Loading() {
  return (
    <>
      <PageHeader title="Run" />
      <Stack aria-busy="true" aria-label="Loading">
        <Skeleton height={72} ml="auto" width="70%" />
        <Skeleton height={160} />
        <Skeleton height={120} />
      </Stack>
    </>
  );
}

function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <>
      <PageHeader title="Run" />
      <ErrorState error={error} onRetry={onRetry} />
    </>
  );
}
