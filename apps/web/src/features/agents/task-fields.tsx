import { Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { AgentFormValues } from './agent-form-values.js';
import { FormSection } from './form-section.js';

const NAME_LENGTH_MAX = 255;
const INSTRUCTIONS_LENGTH_MAX = 64_000;

export function TaskFields({ form }: { readonly form: UseFormReturnType<AgentFormValues> }) {
  return (
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
  );
}
