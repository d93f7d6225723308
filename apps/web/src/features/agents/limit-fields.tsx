import { NumberInput, SimpleGrid } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { describeLeft } from '../../ui/describe-time.js';
import type { AgentFormValues } from './agent-form-values.js';

/** As the API bounds them. */
const TURNS_MAX = 200;
const TOKENS_MAX = 100_000_000;
const WALL_SECONDS_MAX = 90 * 24 * 60 * 60;
const PARALLEL_CALLS_MAX = 64;

export function LimitFields({ form }: { readonly form: UseFormReturnType<AgentFormValues> }) {
  const { wallSecondsMax } = form.values;
  const time =
    wallSecondsMax === '' ? 'waiting included; at most 90 days' : `= ${describeLeft(wallSecondsMax * 1_000)}`;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <NumberInput
        label="Turns"
        description={`answers of the model, at most ${TURNS_MAX}`}
        placeholder="Default (40)"
        suffix=" turns"
        min={1}
        max={TURNS_MAX}
        allowDecimal={false}
        {...form.getInputProps('turnsMax')}
      />
      <NumberInput
        label="Tokens"
        description="read and written together, at most 100 million"
        placeholder="No limit"
        suffix=" tokens"
        thousandSeparator=","
        min={1}
        max={TOKENS_MAX}
        allowDecimal={false}
        {...form.getInputProps('tokensMax')}
      />
      <NumberInput
        label="Time from start to end"
        description={time}
        placeholder="No limit"
        suffix=" seconds"
        thousandSeparator=","
        min={1}
        max={WALL_SECONDS_MAX}
        allowDecimal={false}
        {...form.getInputProps('wallSecondsMax')}
      />
      <NumberInput
        label="Calls at once"
        description={`of one turn, at most ${PARALLEL_CALLS_MAX}`}
        placeholder="Default (16)"
        suffix=" calls"
        min={1}
        max={PARALLEL_CALLS_MAX}
        allowDecimal={false}
        {...form.getInputProps('parallelCallsMax')}
      />
    </SimpleGrid>
  );
}
