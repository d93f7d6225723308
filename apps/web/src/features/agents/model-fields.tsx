import { Select, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { type AgentFormValues, type Provider, PROVIDERS } from './agent-form-values.js';
import { FormSection } from './form-section.js';
import { ParameterFields } from './parameter-fields.js';

const MODEL_LENGTH_MAX = 255;

export function ModelFields({ form }: { readonly form: UseFormReturnType<AgentFormValues> }) {
  // Another provider has other models.
  const chooseProvider = (provider: string | null): void =>
    form.setValues({ provider: (provider ?? '') as Provider | '', model: '' });
  return (
    <FormSection title="Model">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Provider"
          placeholder="The deployment’s default"
          data={[...PROVIDERS]}
          value={form.values.provider || null}
          onChange={chooseProvider}
          clearable
        />
        <TextInput
          label="Model"
          placeholder="The provider’s default"
          maxLength={MODEL_LENGTH_MAX}
          {...form.getInputProps('model')}
        />
      </SimpleGrid>
      <ParameterFields form={form} />
    </FormSection>
  );
}
