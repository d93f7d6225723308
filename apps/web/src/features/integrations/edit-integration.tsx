import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { isOvertaken, Overtaken } from '../../ui/overtaken.js';
import { NARROW } from '../tools/tool-rights.js';
import { ConnectionFields } from './connection-fields.js';
import {
  type IntegrationValues,
  movesConnection,
  problemOfUrl,
  toConnection,
  toUpdate,
  valuesOf,
} from './connection-values.js';
import { useTestIntegration, useUpdateIntegration } from './integration-mutations.js';
import type { Integration } from './integrations.queries.js';
import { TestResult } from './test-result.js';

interface EditIntegrationProps {
  readonly integration: Integration;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function EditIntegration({ integration, isOpen, onClose }: EditIntegrationProps) {
  const isNarrow = useMediaQuery(NARROW);
  return (
    <Modal opened={isOpen} onClose={onClose} title="Edit the connection" size="lg" fullScreen={isNarrow}>
      <Editor integration={integration} onClose={onClose} />
    </Modal>
  );
}

/** What it was opened with is what it changes: whoever was faster is not overwritten. */
function Editor({ integration, onClose }: Omit<EditIntegrationProps, 'isOpen'>) {
  const [seen, setSeen] = useState(integration);
  return <EditForm key={seen.version} integration={seen} onClose={onClose} onLook={() => setSeen(integration)} />;
}

interface EditFormProps extends Omit<EditIntegrationProps, 'isOpen'> {
  readonly onLook: () => void;
}

function EditForm({ integration, onClose, onLook }: EditFormProps) {
  const { can } = useSession();
  const mayMove = can('policy:update');
  const [stored] = useState(() => valuesOf(integration));
  const [values, setValues] = useState<IntegrationValues>(stored);
  const set = (change: Partial<IntegrationValues>): void => setValues((before) => ({ ...before, ...change }));
  const test = useTestIntegration();
  const update = useUpdateIntegration(integration, onClose);
  const body = toUpdate(values, stored);
  const isUnchanged = Object.keys(body).length === 0;
  const isBad = problemOfUrl(values.serverUrl) !== null || values.displayName.trim() === '';
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isUnchanged && !isBad) update.mutate(body);
      }}
    >
      <Stack gap="sm">
        <Fields integration={integration} values={values} mayMove={mayMove} set={set} />
        {movesConnection(body) && (
          <Alert color="orange" title="It may be another server">
            Or other credentials see other tools: every tool will ask until somebody has acknowledged it again. What was
            decided about them is kept.
          </Alert>
        )}
        {test.data && <TestResult result={test.data} />}
        {test.error && <ErrorState title="It could not be tested" error={test.error} />}
        {isOvertaken(update.error) ? (
          <Overtaken onLook={onLook} />
        ) : (
          update.error && <ErrorState title="The settings were not saved" error={update.error} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {mayMove && (
            <Button
              variant="light"
              loading={test.isPending}
              disabled={isBad || update.isPending}
              onClick={() => test.mutate({ ...toTested(values), integrationId: integration.id })}
            >
              Test
            </Button>
          )}
          <Button type="submit" loading={update.isPending} disabled={isUnchanged || isBad || test.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldsProps {
  readonly integration: Integration;
  readonly values: IntegrationValues;
  readonly mayMove: boolean;
  readonly set: (change: Partial<IntegrationValues>) => void;
}

function Fields({ integration, values, mayMove, set }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        required
        maxLength={255}
        value={values.displayName}
        error={values.displayName.trim() === '' ? 'Say what people call it.' : null}
        onChange={({ currentTarget }) => set({ displayName: currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={1}
        maxLength={2_000}
        value={values.description}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
      />
      {mayMove ? (
        <>
          <TextInput
            label="URL"
            required
            inputMode="url"
            value={values.serverUrl}
            error={problemOfUrl(values.serverUrl)}
            onChange={({ currentTarget }) => set({ serverUrl: currentTarget.value })}
          />
          <ConnectionFields
            values={values}
            onChange={set}
            storedHeaders={integration.headers.map(({ name }) => name)}
            hasStoredSecret={integration.authorization?.clientSecretSetAt != null}
          />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          Its address and credentials are changed by somebody with the scope policy:update.
        </Text>
      )}
    </>
  );
}

/** What is not typed again is taken from what is stored. */
function toTested(values: IntegrationValues): ReturnType<typeof toConnection> {
  const { headers, ...connection } = toConnection(values);
  return headers && headers.length > 0 ? { ...connection, headers } : connection;
}
