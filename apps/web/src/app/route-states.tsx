import { Button, Center, Container, EmptyState, Skeleton, Stack } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { ErrorState } from '../ui/error-state.js';

export function RoutePending() {
  return (
    <Stack aria-busy="true" aria-label="Loading">
      <Skeleton height={32} width="40%" />
      <Skeleton height={120} />
      <Skeleton height={120} />
    </Stack>
  );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <Container size="sm" py="xl">
      <ErrorState error={error} onRetry={reset} />
    </Container>
  );
}

export function NotFoundScreen() {
  return (
    <Center py="xl">
      <EmptyState title="There is no such page" description="It may have been removed, or the address has a typo.">
        <Button component={Link} to="/approvals" variant="light">
          To the inbox
        </Button>
      </EmptyState>
    </Center>
  );
}
