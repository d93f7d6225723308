import { Badge, Button, Code, CopyButton, DataList, Group, List, Stack, Text, Title } from '@mantine/core';
import { asciiToolName } from '@countersign/tool-name/display';
import { JsonView } from '../../ui/json-view.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { visible } from '../../ui/visible.js';
import { describeAnnotations } from './describe-annotations.js';
import type { Tool } from './tool-state.js';

/** What the server says that the tool is. All of it is the server's text. */
export function ToolDefinition({ tool }: { readonly tool: Tool }) {
  const annotations = describeAnnotations(tool.annotations);
  return (
    <Stack gap="lg">
      <Names tool={tool} />
      <Section title="Description">
        {tool.description ? (
          <UntrustedText text={tool.description} size="sm" />
        ) : (
          <Text size="sm" c="dimmed">
            The server gives none.
          </Text>
        )}
      </Section>
      <Section title="Annotations" note="What the server claims. Nothing checks it.">
        {annotations.length === 0 ? (
          <Text size="sm" c="dimmed">
            None: it may do anything.
          </Text>
        ) : (
          <List size="sm" spacing={4}>
            {annotations.map(({ key, words, isWarning }) => (
              <List.Item key={key}>
                {visible(words)} {isWarning && <Badge color="orange">Careful</Badge>}
              </List.Item>
            ))}
          </List>
        )}
      </Section>
      <Section title="Input">
        <Schema schema={tool.inputSchema} label="Input schema" />
      </Section>
      <Section title="Output">
        <Schema schema={tool.outputSchema} label="Output schema" />
      </Section>
    </Stack>
  );
}

function Names({ tool: { name, title, exposedName, policyKey, definitionHash } }: { readonly tool: Tool }) {
  const ascii = asciiToolName(name);
  return (
    <DataList size="sm" gap="xs" orientation="vertical">
      {title !== null && <Named label="Title">{visible(title)}</Named>}
      {ascii !== name && (
        <Named label="Spelled out">
          <Code>{ascii}</Code>
        </Named>
      )}
      <Named label="As models and MCP clients see it">
        <Copied text={exposedName} />
      </Named>
      <Named label="In files and logs">
        <Code>{visible(policyKey)}</Code>
      </Named>
      <Named label="Definition">
        {definitionHash === null ? 'Not known' : <Code title={definitionHash}>{definitionHash.slice(0, 16)}…</Code>}
      </Named>
    </DataList>
  );
}

function Named({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{label}</DataList.ItemLabel>
      <DataList.ItemValue>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}

function Copied({ text }: { readonly text: string }) {
  return (
    <Group gap="xs">
      <Code>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="light" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

interface SectionProps {
  readonly title: string;
  readonly note?: string;
  readonly children: React.ReactNode;
}

function Section({ title, note, children }: SectionProps) {
  return (
    <Stack gap={6} component="section">
      <Title order={3}>{title}</Title>
      {note !== undefined && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
      {children}
    </Stack>
  );
}

function Schema({ schema, label }: { readonly schema: object | null; readonly label: string }) {
  if (schema !== null) return <JsonView text={JSON.stringify(schema)} label={label} />;
  return (
    <Text size="sm" c="dimmed">
      The server gives no schema.
    </Text>
  );
}
