import { Button, Code, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { NARROW } from '../tools/tool-rights.js';
import { ConnectionFields } from './connection-fields.js';
import {
  type IntegrationValues,
  NEW_INTEGRATION,
  problemOfUrl,
  toConnection,
  toRegistration,
} from './connection-values.js';
import { useRegisterIntegration, useTestIntegration } from './integration-mutations.js';
import type { Integration } from './integrations.queries.js';
import { PostureSelect } from './posture-select.js';
import { isGoodSlug, SLUG_RULE, suggestName, suggestSlug } from './suggest-slug.js';
import { TestResult } from './test-result.js';

interface AddIntegrationProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onAdded: (added: Integration) => void;
}

export function AddIntegration({ isOpen, onClose, onAdded }: AddIntegrationProps) {
  const isNarrow = useMediaQuery(NARROW);
  return (
    <Modal opened={isOpen} onClose={onClose} title="Add an MCP server" size="lg" fullScreen={isNarrow}>
      <AddForm onClose={onClose} onAdded={onAdded} />
    </Modal>
  );
}

function AddForm({ onClose, onAdded }: Pick<AddIntegrationProps, 'onClose' | 'onAdded'>) {
  const { can } = useSession();
  const mayDecide = can('policy:update');
  const { values, set, problems, show } = useValues();
  const test = useTestIntegration();
  const register = useRegisterIntegration(onAdded);
  const isBusy = test.isPending || register.isPending;
  const whenGood = (act: () => void) => (): void => {
    show();
    if (problems.serverUrl === null) act();
  };
  const add = whenGood(() => {
    if (problems.displayName === null && problems.slug === null) register.mutate(toRegistration(values, mayDecide));
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Stack gap="sm">
        <NameFields values={values} set={set} problems={problems} />
        <ConnectionFields
          values={values}
          onChange={(change) => {
            test.reset();
            set(change);
          }}
        />
        <PostureSelect value={values.posture} isLocked={!mayDecide} onChange={(posture) => set({ posture })} />
        <Textarea
          label="Description"
          placeholder="For people; optional"
          autosize
          minRows={1}
          maxLength={2_000}
          value={values.description}
          onChange={({ currentTarget }) => set({ description: currentTarget.value })}
        />
        {test.data && <TestResult result={test.data} />}
        {test.error && <ErrorState title="It could not be tested" error={test.error} />}
        {register.error && <ErrorState title="It was not added" error={register.error} />}
        <Group justify="flex-end" gap="xs">
          {isBusy && (
            <Text size="sm" c="dimmed" role="status">
              {register.isPending ? 'Connecting and reading its tools…' : 'Trying it out…'}
            </Text>
          )}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="light"
            loading={test.isPending}
            disabled={register.isPending}
            onClick={whenGood(() => test.mutate(toConnection(values)))}
          >
            Test
          </Button>
          <Button type="submit" loading={register.isPending} disabled={test.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldProblems {
  readonly serverUrl: string | null;
  readonly displayName: string | null;
  readonly slug: string | null;
}

interface Values {
  readonly values: IntegrationValues;
  readonly set: (change: Partial<IntegrationValues>) => void;
  readonly problems: FieldProblems & { readonly isShown?: boolean };
  readonly show: () => void;
}

/** Name and slug follow the address until somebody types their own. */
function useValues(): Values {
  const [typed, setTyped] = useState<Partial<IntegrationValues>>({});
  const [isShown, setIsShown] = useState(false);
  const suggestedName = suggestName(typed.serverUrl?.trim() ?? '');
  const displayName = typed.displayName ?? suggestedName;
  const slug = typed.slug ?? suggestSlug(displayName);
  const values = { ...NEW_INTEGRATION, ...typed, displayName, slug };
  const problems = {
    isShown,
    serverUrl: problemOfUrl(values.serverUrl),
    displayName: displayName.trim() === '' ? 'Say what people call it.' : null,
    slug: isGoodSlug(slug) ? null : SLUG_RULE,
  };
  return {
    values,
    problems,
    set: (change) => setTyped((before) => ({ ...before, ...change })),
    show: () => setIsShown(true),
  };
}

function NameFields({ values, set, problems }: Pick<Values, 'values' | 'set' | 'problems'>) {
  const shown = (problem: string | null): string | null => (problems.isShown ? problem : null);
  return (
    <>
      <TextInput
        label="URL"
        description="Its MCP endpoint."
        placeholder="https://mcp.example.com/mcp"
        required
        data-autofocus
        inputMode="url"
        autoComplete="off"
        value={values.serverUrl}
        error={shown(problems.serverUrl)}
        onChange={({ currentTarget }) => set({ serverUrl: currentTarget.value })}
      />
      <Group grow align="flex-start">
        <TextInput
          label="Name"
          required
          maxLength={255}
          value={values.displayName}
          error={shown(problems.displayName)}
          onChange={({ currentTarget }) => set({ displayName: currentTarget.value })}
        />
        <TextInput
          label="Slug"
          required
          maxLength={24}
          value={values.slug}
          error={values.slug === '' ? shown(problems.slug) : problems.slug}
          onChange={({ currentTarget }) => set({ slug: currentTarget.value })}
        />
      </Group>
      <Text size="xs" c="dimmed" component="p">
        Its tools are called <Code fz="xs">{values.slug === '' ? 'Slug' : values.slug}__name</Code>. The slug never
        changes.
      </Text>
    </>
  );
}
