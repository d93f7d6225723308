import { Alert, Drawer, Group, Stack, Tabs, Text } from '@mantine/core';
import { useRef } from 'react';
import { ToolName } from '../../ui/tool-name.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { ReviewBadges, StandingBadge } from './tool-badges.js';
import { ToolDefinition } from './tool-definition.js';
import { ToolHistory } from './tool-history.js';
import { ToolPolicy } from './tool-policy.js';
import { ToolReview } from './tool-review.js';
import { useToolRights } from './tool-rights.js';
import type { Tool } from './tool-state.js';
import { useTools } from './tools.queries.js';
import { useChangeTools, useToolsAsChanged } from './use-change-tools.js';

export interface ToolDrawerProps {
  readonly integrationId: string;
  /** Exactly as the server spells it; absent while none is looked at. */
  readonly name: string | undefined;
  readonly onClose: () => void;
}

const NONE: readonly Tool[] = [];

/** Everything about one tool. */
export function ToolDrawer({ integrationId, name, onClose }: ToolDrawerProps) {
  const { data } = useTools(integrationId);
  const tools = useToolsAsChanged(integrationId, data?.items ?? NONE);
  const tool = tools.find((one) => one.name === name);
  // While it slides out, it still shows what it showed.
  const last = useRef(tool);
  if (tool) last.current = tool;
  const shown = tool ?? last.current;
  return (
    <Drawer
      opened={name !== undefined && data !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={shown && (name === undefined || shown.name === name) ? <ToolName name={shown.name} /> : 'No such tool'}
    >
      {shown && (name === undefined || shown.name === name) ? (
        <ToolDetails integrationId={integrationId} tool={shown} />
      ) : (
        <Text size="sm">This server has no tool of that name. It may have been forgotten after it was gone.</Text>
      )}
    </Drawer>
  );
}

function ToolDetails({ integrationId, tool }: { readonly integrationId: string; readonly tool: Tool }) {
  const rights = useToolRights();
  const { mutate } = useChangeTools(integrationId);
  return (
    <Stack gap="md" key={tool.name}>
      <Group gap={6}>
        <StandingBadge tool={tool} />
        <ReviewBadges tool={tool} />
        <Text size="sm" c="dimmed">
          {tool.verdictReason}
        </Text>
      </Group>
      {tool.problem !== null && (
        <Alert color="red" title="Its policy cannot be read">
          <UntrustedText text={tool.problem} size="sm" />
        </Alert>
      )}
      {tool.status === 'missing' && (
        <Alert color="gray" title="The server does not list it any more">
          <Text size="sm">
            Its calls are denied. What was decided is kept, and applies again should it come back; the filter “Missing”
            has the button that forgets it.
          </Text>
        </Alert>
      )}
      <ToolReview integrationId={integrationId} tool={tool} rights={rights} />
      <Tabs defaultValue="definition" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="definition">Definition</Tabs.Tab>
          <Tabs.Tab value="policy">Policy</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="definition">
          <ToolDefinition tool={tool} />
        </Tabs.Panel>
        <Tabs.Panel value="policy">
          <ToolPolicy tool={tool} rights={rights} onChange={(change) => mutate({ changes: [change], seen: [tool] })} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <ToolHistory integrationId={integrationId} toolName={tool.name} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
