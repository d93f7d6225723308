import { Alert, Button, Group, List, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { ApiProblem } from '../../api/api-problem.js';
import { messageOf } from '../../ui/error-state.js';
import { type AgentFormValues, PROVIDERS, type Provider } from './agent-form-values.js';
import { FormSection } from './form-section.js';
import { LimitFields } from './limit-fields.js';
import { ParameterFields } from './parameter-fields.js';
import { ToolChoiceFields } from './tool-choice-fields.js';

const NAME_LENGTH_MAX = 255;
const INSTRUCTIONS_LENGTH_MAX = 64_000;

export interface AgentFormProps {
  readonly initial: AgentFormValues;
  readonly action: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSubmit: (values: AgentFormValues) => void;
  /** Beside the button that sends. */
  readonly aside?: ReactNode;
}

/** All that an agent is; used for a new one and to change one. */
export function AgentForm({ initial, action, isPending, error, onSubmit, aside }: AgentFormProps) {
  const form = useForm<AgentFormValues>({
    initialValues: initial,
    validate: {
      name: (name) => (name.trim() === '' ? 'An agent needs a name' : null),
    },
  });
  const chooseProvider = (provider: string | null): void =>
    form.setValues({ provider: (provider ?? '') as Provider | '', model: '' });
  return (
    <form onSubmit={form.onSubmit(onSubmit)} aria-label="Agent">
      <Stack gap="lg" maw={820}>
        <FormSection title="Task">
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            maxLength={NAME_LENGTH_MAX}
            {...form.getInputProps('name')}
          />
          <Textarea
            label="Instructions"
            description="What it is told before every conversation."
            autosize
            minRows={4}
            maxRows={20}
            maxLength={INSTRUCTIONS_LENGTH_MAX}
            {...form.getInputProps('instructions')}
          />
        </FormSection>
        <FormSection title="Model">
          <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
            <Select
              label="Provider"
              placeholder="The deployment’s default"
              data={[...PROVIDERS]}
              value={form.values.provider || null}
              onChange={chooseProvider}
              clearable
              miw={200}
            />
            <TextInput
              label="Model"
              placeholder="The provider’s default"
              maxLength={NAME_LENGTH_MAX}
              miw={200}
              {...form.getInputProps('model')}
            />
          </Group>
          <ParameterFields form={form} />
        </FormSection>
        <FormSection
          title="Tools"
          description="What it may use at all. This only narrows: the policy of each tool is what allows it."
        >
          <Switch
            label="Ask a person for every call, also of tools that policy allows"
            {...form.getInputProps('asksForAll', { type: 'checkbox' })}
          />
          <ToolChoiceFields
            everything={form.values.everything}
            choices={form.values.choices}
            onEverything={(everything) => form.setFieldValue('everything', everything)}
            onChoices={(choices) => form.setFieldValue('choices', choices)}
          />
        </FormSection>
        <FormSection title="Limits" description="Of one run; what is over ends it, and says why.">
          <LimitFields form={form} />
        </FormSection>
        {error != null && <Refusal error={error} />}
        <Group>
          <Button type="submit" loading={isPending}>
            {action}
          </Button>
          {aside}
        </Group>
      </Stack>
    </form>
  );
}

function Refusal({ error }: { readonly error: unknown }) {
  const problems = error instanceof ApiProblem ? error.errors : [];
  return (
    <Alert color="red" role="alert" title="This was not saved">
      <Text size="sm">{messageOf(error)}</Text>
      {problems.length > 0 && (
        <List size="sm">
          {problems.map(({ pointer, message }) => (
            <List.Item key={pointer + message}>
              {pointer.slice(1)}: {message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
