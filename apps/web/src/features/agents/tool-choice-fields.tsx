import { Accordion, Alert, Badge, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { visible } from '../../ui/visible.js';
import { useIntegrationNames } from '../integrations/integration-names.queries.js';
import { IntegrationChoiceFields } from './integration-choice-fields.js';
import { type IntegrationChoice, NO_CHOICE, type ToolChoices } from './tool-choice.js';

const SLUG_LENGTH_MAX = 255;

export interface ToolChoiceFieldsProps {
  readonly everything: boolean;
  readonly choices: ToolChoices;
  readonly onEverything: (everything: boolean) => void;
  readonly onChoices: (choices: ToolChoices) => void;
}

export function ToolChoiceFields({ everything, choices, onEverything, onChoices }: ToolChoiceFieldsProps) {
  return (
    <>
      <Radio.Group
        aria-label="Which tools"
        value={everything ? 'everything' : 'chosen'}
        onChange={(value) => onEverything(value === 'everything')}
      >
        <Stack gap="xs">
          <Radio value="everything" label="Everything that policy allows, also what is added later" />
          <Radio value="chosen" label="Only what is chosen here" />
        </Stack>
      </Radio.Group>
      {!everything && <Integrations choices={choices} onChoices={onChoices} />}
    </>
  );
}

type IntegrationsProps = Pick<ToolChoiceFieldsProps, 'choices' | 'onChoices'>;

function Integrations({ choices, onChoices }: IntegrationsProps) {
  const { can } = useSession();
  const { data: integrations = [], error, refetch } = useIntegrationNames();
  if (!can('integration:read')) return <Alert color="yellow">Your role does not let you see the integrations.</Alert>;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const known = new Set(integrations.map(({ slug }) => slug));
  const others = [...choices.keys()].filter((slug) => !known.has(slug)).map((slug) => ({ slug, name: slug, id: null }));
  const change = (slug: string, choice: IntegrationChoice): void => onChoices(new Map(choices).set(slug, choice));
  return (
    <>
      <Accordion variant="contained" multiple>
        {[...integrations, ...others].map(({ id, slug, name }) => {
          const choice = choices.get(slug) ?? NO_CHOICE;
          return (
            <Accordion.Item key={slug} value={slug}>
              <Accordion.Control>
                <Group justify="space-between" gap="xs" pr="xs">
                  <Text size="sm" fw={500}>
                    {visible(name)}
                  </Text>
                  <ReachBadge choice={choice} />
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <IntegrationChoiceFields
                  integrationId={id}
                  name={name}
                  choice={choice}
                  onChange={(next) => change(slug, next)}
                />
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
      </Accordion>
      <AddSlug onAdd={(slug) => change(slug, { ...NO_CHOICE, reach: 'all' })} />
    </>
  );
}

function ReachBadge({ choice: { reach, chosen, asks } }: { readonly choice: IntegrationChoice }) {
  const asked = asks ? ', asks' : '';
  if (reach === 'none') return <Badge color="gray">nothing</Badge>;
  if (reach === 'all') return <Badge color="teal">all tools{asked}</Badge>;
  return (
    <Badge color="blue">
      {chosen.size} {chosen.size === 1 ? 'tool' : 'tools'}
      {asked}
    </Badge>
  );
}

/** One that is registered later: until then it reaches nothing. */
function AddSlug({ onAdd }: { readonly onAdd: (slug: string) => void }) {
  const [slug, setSlug] = useState('');
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        label="Another integration"
        description="By its slug; it need not be registered yet"
        value={slug}
        maxLength={SLUG_LENGTH_MAX}
        onChange={(event) => setSlug(event.currentTarget.value.trim())}
      />
      <Button
        variant="default"
        disabled={slug === ''}
        onClick={() => {
          onAdd(slug);
          setSlug('');
        }}
      >
        Add
      </Button>
    </Group>
  );
}
