import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { isUnreachable } from '../api/is-unreachable.js';
import { ApiProblem } from '@countersign/api-client';

export interface ErrorStateProps {
  readonly error: unknown;
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What went wrong in the API's own words, and the way to try again. */
export function ErrorState({ error, title = 'This could not be loaded', onRetry }: ErrorStateProps) {
  const requestId = error instanceof ApiProblem && error.status >= 500 ? error.requestId : null;
  const problems = error instanceof ApiProblem ? error.errors : [];
  return (
    <Alert color="red" variant="light" title={title} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{messageOf(error)}</Text>
        {requestId !== null && (
          <Text size="xs" c="dimmed">
            Request {requestId}
          </Text>
        )}
        {problems.length > 0 && (
          <List size="sm">
            {problems.map(({ pointer, message }) => (
              <List.Item key={pointer + message}>{message}</List.Item>
            ))}
          </List>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function messageOf(error: unknown): string {
  if (isUnreachable(error)) return 'Countersign does not answer. Is the connection lost?';
  return error instanceof Error ? error.message : 'Something went wrong.';
}
