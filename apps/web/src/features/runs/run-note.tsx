import { Alert, Divider } from '@mantine/core';
import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import { FullTime } from '../../ui/times.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { visible } from '../../ui/visible.js';
import type { NoteEntry } from './transcript.js';

/** What happened to the run itself. */
export function RunNote({ entry }: { readonly entry: NoteEntry }) {
  const { kind, text, at } = entry;
  switch (kind) {
    case 'failed':
      return (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="The run failed">
          <UntrustedText text={text} size="sm" />
        </Alert>
      );
    case 'cancelled':
      return (
        <Alert color="gray" icon={<IconBan aria-hidden />} title={`Cancelled by ${visible(text || 'somebody')}`}>
          Nothing new was sent from then on.
        </Alert>
      );
    case 'finished':
      return (
        <Divider
          labelPosition="center"
          label={
            <span>
              finished at <FullTime time={at} />
            </span>
          }
        />
      );
    case 'compacted':
      return (
        <Divider
          labelPosition="center"
          label={`the conversation was too long for the model: it reads notes instead of ${text} older results`}
        />
      );
    case 'unknown-event':
      return <Divider labelPosition="center" label={`${visible(text)} (of a newer version)`} />;
    default:
      return assertNever(kind);
  }
}

function assertNever(value: never): never {
  throw new Error(`unknown note ${String(value)}`);
}
