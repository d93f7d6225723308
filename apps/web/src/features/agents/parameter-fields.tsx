import { Accordion, NumberInput, SimpleGrid, TagsInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { AgentFormValues } from './agent-form-values.js';

const OUTPUT_TOKENS_MAX = 1_000_000;
const SEED_MAX = 2 ** 31 - 1;
const STOP_SEQUENCES_MAX = 16;

/** Seldom needed, so folded; what is left empty is the provider's own default. */
export function ParameterFields({ form }: { readonly form: UseFormReturnType<AgentFormValues> }) {
  return (
    <Accordion variant="contained">
      <Accordion.Item value="parameters">
        <Accordion.Control>Parameters of the model</Accordion.Control>
        <Accordion.Panel>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NumberInput
              label="Temperature"
              description="0 to 2; higher is more varied"
              placeholder="Default"
              min={0}
              max={2}
              step={0.1}
              decimalScale={2}
              {...form.getInputProps('temperature')}
            />
            <NumberInput
              label="Top P"
              description="0 to 1"
              placeholder="Default"
              min={0}
              max={1}
              step={0.05}
              decimalScale={2}
              {...form.getInputProps('topP')}
            />
            <NumberInput
              label="Output tokens"
              description="of one answer, at most"
              placeholder="Default"
              min={1}
              max={OUTPUT_TOKENS_MAX}
              allowDecimal={false}
              thousandSeparator=","
              {...form.getInputProps('maxOutputTokens')}
            />
            <NumberInput
              label="Seed"
              description="for answers that can be repeated"
              placeholder="None"
              min={0}
              max={SEED_MAX}
              allowDecimal={false}
              {...form.getInputProps('seed')}
            />
          </SimpleGrid>
          <TagsInput
            mt="sm"
            label="Stop sequences"
            description="The answer ends before the first of them; Enter adds one"
            maxTags={STOP_SEQUENCES_MAX}
            {...form.getInputProps('stopSequences')}
          />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
