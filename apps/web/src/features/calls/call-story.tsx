import { Paper, Stack, Text, Timeline, Title } from '@mantine/core';
import { describeDuration } from '../../ui/describe-time.js';
import { FullTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { colorOfCallState, labelOfCallState } from './call-state-badge.js';
import type { CallDetails } from './calls.queries.js';

const BULLET_PX = 14;
/** The end of an id of ours is what differs. */
const ID_CHARACTERS = 6;

/** Each move of the call with who made it, why, and how long after the one before. */
export function CallStory({ call: { story, createdAt } }: { readonly call: CallDetails }) {
  const { steps } = story;
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} mb="md">
        Story
      </Title>
      {steps.length === 0 && (
        <Text size="sm" c="dimmed">
          Asked for, <FullTime time={createdAt} />. Nothing more is recorded.
        </Text>
      )}
      <Timeline bulletSize={BULLET_PX} lineWidth={2} active={steps.length}>
        {steps.map((step, index) => (
          <Timeline.Item
            key={index}
            color={colorOfCallState(step.to)}
            title={
              <Text size="sm" fw={600}>
                {labelOfCallState(step.to)}
              </Text>
            }
          >
            <Stack gap={0}>
              {step.reason !== '' && <Text size="sm">{visible(step.reason)}</Text>}
              <Text size="xs" c="dimmed">
                {step.at ? <FullTime time={step.at} /> : 'at a time that is not kept'}
                {after(step.at, index === 0 ? createdAt : (steps[index - 1]?.at ?? null))}
              </Text>
              <Text size="xs" c="dimmed">
                by {describeActor(step.actor)}
              </Text>
            </Stack>
          </Timeline.Item>
        ))}
      </Timeline>
    </Paper>
  );
}

const KINDS: Readonly<Record<string, string>> = { run: 'the run', user: 'a person', token: 'a token' };

/** `run:<id>`, as the ledger keeps it: what it was, and enough of the id to compare it. */
function describeActor(actor: string): string {
  const [kind = '', id = ''] = actor.split(':');
  if (kind === 'system') return 'Countersign itself';
  return visible(`${KINDS[kind] ?? kind} …${id.slice(-ID_CHARACTERS)}`);
}

function after(at: string | null, before: string | null): string {
  if (at === null || before === null) return '';
  const ms = Date.parse(at) - Date.parse(before);
  return ms <= 0 ? '' : `, ${describeDuration(ms)} later`;
}
