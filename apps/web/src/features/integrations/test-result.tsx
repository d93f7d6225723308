import type { components } from '@countersign/api-client';
import { Alert, Group, List, Spoiler, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconLock } from '@tabler/icons-react';
import { describeDuration } from '../../ui/describe-time.js';
import { ToolName } from '../../ui/tool-name.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { visible } from '../../ui/visible.js';
import { describeProtocol, toSentence } from './integration-state.js';

type Result = components['schemas']['IntegrationTestResult'];

/** What was found when nothing was stored yet. */
export function TestResult({ result }: { readonly result: Result }) {
  if (result.succeeded) return <Works result={result} />;
  return result.authorizationServer === null ? <Fails result={result} /> : <WantsOAuth result={result} />;
}

function Works({ result }: { readonly result: Result }) {
  const { toolCount, toolNames, warnings, durationMs } = result;
  const more = toolCount - toolNames.length;
  return (
    <Alert color="teal" role="status" icon={<IconCircleCheck aria-hidden />} title={`It works: ${countOf(toolCount)}`}>
      <Stack gap="xs">
        <Text size="sm">
          {describeProtocol(result)}. It answered in {describeDuration(durationMs)}.
        </Text>
        <Spoiler maxHeight={84} showLabel="Show all" hideLabel="Show less">
          <Group gap={6}>
            {toolNames.map((name) => (
              <ToolName key={name} name={name} />
            ))}
            {more > 0 && <Text size="sm">and {more} more</Text>}
          </Group>
        </Spoiler>
        {warnings.length > 0 && <Warnings warnings={warnings} />}
      </Stack>
    </Alert>
  );
}

function WantsOAuth({ result }: { readonly result: Result }) {
  return (
    <Alert color="yellow" role="status" icon={<IconLock aria-hidden />} title="It is there, and wants to be authorized">
      <Text size="sm">
        Choose “OAuth: a person authorizes it” and add it; then sign in at {visible(result.authorizationServer ?? '')}.
      </Text>
    </Alert>
  );
}

function Fails({ result: { message, errorCode, durationMs } }: { readonly result: Result }) {
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title="It does not work yet">
      <UntrustedText size="sm" text={toSentence(message ?? 'it gave no reason')} />
      <Text size="xs" mt={4}>
        {errorCode === null ? '' : `${errorCode}, `}after {describeDuration(durationMs)}
      </Text>
    </Alert>
  );
}

/** Of a listing: what was not taken, or should be looked at. */
export function Warnings({ warnings }: Pick<Result, 'warnings'>) {
  return (
    <List size="sm" pr="md">
      {warnings.map(({ code, message }) => (
        <List.Item key={code + message}>{visible(message)}</List.Item>
      ))}
    </List>
  );
}

function countOf(count: number): string {
  return count === 1 ? 'one tool' : `${count} tools`;
}
