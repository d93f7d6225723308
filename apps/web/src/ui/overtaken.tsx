import { ApiProblem } from '@countersign/api-client';
import { Alert, Button, Stack, Text } from '@mantine/core';

export const OVERTAKEN = 'Somebody else changed it meanwhile; nothing was overwritten.';

/** Whether a write was refused because what it was about is not what was seen any more (`If-Match`). */
export function isOvertaken(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 412;
}

/** @param onLook takes what is there now, and gives up what was written */
export function Overtaken({ onLook }: { readonly onLook: () => void }) {
  return (
    <Alert color="orange" role="alert" title="Somebody was faster">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{OVERTAKEN} What you wrote stands here until you look at theirs.</Text>
        <Button size="xs" variant="default" onClick={onLook}>
          Start again from theirs
        </Button>
      </Stack>
    </Alert>
  );
}
