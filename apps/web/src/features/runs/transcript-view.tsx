import { Affix, Alert, Button, Group, Loader, Skeleton, Stack, Text, Transition } from '@mantine/core';
import { IconArrowDown, IconPlugConnectedX } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import { Announcer } from '../approvals/announcer.js';
import { ShortcutsDialog } from '../approvals/shortcuts-dialog.js';
import { DraftView } from './draft-view.js';
import { EntryView } from './entry-view.js';
import type { RunFeedState } from './run-feed.js';
import type { RunView } from './runs.queries.js';
import type { Entry } from './transcript.js';
import { useDecisionKeys } from './use-decision-keys.js';
import { useStayAtEnd } from './use-stay-at-end.js';
import { waitingApprovals } from './waiting-approvals.js';

export interface TranscriptViewProps {
  readonly run: RunView;
  readonly feed: RunFeedState;
}

export function TranscriptView({ run, feed }: TranscriptViewProps) {
  const { transcript, draft, connection, endCode } = feed;
  const isOpen = run.status === 'running' || run.status === 'suspended';
  const waiting = useMemo(() => waitingApprovals(transcript), [transcript]);
  const keys = useDecisionKeys(waiting);
  const { hasNewBelow, goToEnd } = useStayAtEnd(transcript.sequence + (draft?.text.length ?? 0), isOpen);
  return (
    <Stack gap="md" component="section" aria-label="Conversation" onFocus={keys.onFocus}>
      <Announcer />
      {transcript.sequence === 0 ? (
        <TranscriptSkeleton />
      ) : (
        <Entries entries={transcript.entries} runId={run.id} startedBy={run.startedBy?.name ?? 'Somebody'} />
      )}
      {draft && <DraftView draft={draft} />}
      {!draft && run.status === 'running' && transcript.sequence > 0 && <AtWork />}
      {connection === 'lost' && (
        <Alert color="yellow" icon={<IconPlugConnectedX aria-hidden />} title="The connection is lost">
          The run goes on; what happens meanwhile appears here once the server answers again.
        </Alert>
      )}
      {endCode !== null && (
        <Alert color="red" title="This run can not be watched any more">
          The server ended the connection ({endCode}).
        </Alert>
      )}
      <Affix position={{ bottom: 24, right: 24 }}>
        <Transition transition="slide-up" mounted={hasNewBelow}>
          {(style) => (
            <Button style={style} leftSection={<IconArrowDown size={16} aria-hidden />} onClick={goToEnd} radius="xl">
              New below
            </Button>
          )}
        </Transition>
      </Affix>
      <ShortcutsDialog opened={keys.isHelpOpen} onClose={keys.closeHelp} />
    </Stack>
  );
}

interface EntriesProps {
  readonly entries: readonly Entry[];
  readonly runId: string;
  readonly startedBy: string;
}

/** Not drawn again for each piece of text that is on its way. */
const Entries = memo(function Entries({ entries, runId, startedBy }: EntriesProps) {
  return entries.map((entry) => <EntryView key={entry.sequence} entry={entry} runId={runId} startedBy={startedBy} />);
});

function AtWork() {
  return (
    <Group gap="xs" role="status">
      <Loader size="xs" type="dots" aria-hidden />
      <Text size="sm" c="dimmed">
        at work
      </Text>
    </Group>
  );
}

function TranscriptSkeleton() {
  return (
    <Stack aria-busy="true" aria-label="Loading the conversation">
      <Skeleton height={64} ml="auto" width="70%" />
      <Skeleton height={140} />
    </Stack>
  );
}
