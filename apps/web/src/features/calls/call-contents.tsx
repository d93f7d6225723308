import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { CopyButton } from '../../ui/copy-button.js';
import { JsonView } from '../../ui/json-view.js';
import { visible } from '../../ui/visible.js';
import type { CallDetails } from './calls.queries.js';
import { describeBytes } from './describe-bytes.js';
import { downloadText } from './download-text.js';

/** What was sent, and what came back. */
export function CallContents({ call }: { readonly call: CallDetails }) {
  const { editedArguments, editSummary, result, resultBytes, isResultCut, story } = call;
  return (
    <>
      <Part title={editedArguments ? 'Arguments that were asked for' : 'Arguments'} text={call.arguments} />
      {editedArguments && (
        <Part title="Arguments that were approved, and sent" text={editedArguments} note={editSummary ?? undefined} />
      )}
      {result !== null && (
        <Part
          title="Result"
          text={result}
          fileName={`call-${call.id}-result.json`}
          note={isResultCut ? `The beginning of ${describeBytes(resultBytes ?? 0)}.` : undefined}
        />
      )}
      {result === null && resultBytes !== null && resultBytes > 0 && (
        <Text c="dimmed">Its result of {describeBytes(resultBytes)} is not kept any more.</Text>
      )}
      {story.lateOutcomes.map((late) => (
        <Alert key={late.at} color="orange" title="An answer came late">
          <Stack gap="xs">
            <Text size="sm">
              Whoever made the call had lost it by then, so it changed nothing. By it the call would have {late.state}
              {late.reason ? `: ${visible(late.reason)}` : '.'}
            </Text>
            <JsonView text={late.resultStart} label="The beginning of the late answer" />
          </Stack>
        </Alert>
      ))}
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly text: string;
  readonly note?: string | undefined;
  /** Absent: nothing to download. */
  readonly fileName?: string;
}

function Part({ title, text, note, fileName }: PartProps) {
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2}>{title}</Title>
          <Group gap="xs">
            <CopyButton value={text} />
            {fileName !== undefined && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconDownload size={14} aria-hidden />}
                onClick={() => downloadText(fileName, text)}
              >
                Download
              </Button>
            )}
          </Group>
        </Group>
        {note !== undefined && (
          <Text size="sm" c="dimmed">
            {visible(note)}
          </Text>
        )}
        <JsonView text={text} label={title} />
      </Stack>
    </Paper>
  );
}
