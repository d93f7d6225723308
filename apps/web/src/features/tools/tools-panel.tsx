import { Box, Button, Checkbox, EmptyState, Group, Stack, Text } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { useCallback, useMemo, useRef } from 'react';
import { ErrorState } from '../../ui/error-state.js';
import { ListSkeleton } from '../../ui/paged-list.js';
import { VirtualList } from '../../ui/virtual-list.js';
import { BulkBar } from './bulk-bar.js';
import { EntitlementNotice, ReadOnlyNotice } from './notices.js';
import { PruneMissing } from './prune-missing.js';
import type { ToolChange } from './tool-changes.js';
import { ToolFilters } from './tool-filters.js';
import { ToolRow } from './tool-row.js';
import { useToolRights } from './tool-rights.js';
import { countTools, findTools, type Tool, type ToolFilter } from './tool-state.js';
import classes from './tools.module.css';
import { useChangeTools, useToolsAsChanged } from './use-change-tools.js';
import { useChoice } from './use-choice.js';
import { useTools } from './tools.queries.js';

/** While a discovery is sure to arrive, it is looked for this often. */
const SOON_MS = 700;
const ROW_HEIGHT = 66;
const CARD_HEIGHT = 140;

export interface ToolsPanelProps {
  readonly integrationId: string;
  /** The discovery that the registry has made; older tools are about to be replaced. */
  readonly snapshotRevision: number;
  readonly search: string;
  readonly filter: ToolFilter | undefined;
  readonly onSearch: (search: string) => void;
  readonly onFilter: (filter: ToolFilter | undefined) => void;
  readonly onOpen: (name: string) => void;
}

/** The tools of one server, and what people decide about them. */
export function ToolsPanel(props: ToolsPanelProps) {
  const { integrationId, snapshotRevision, onOpen } = props;
  const seenRevision = useRef(0);
  const isBehind = seenRevision.current < snapshotRevision;
  const { data, error, isPending, refetch } = useTools(integrationId, isBehind ? SOON_MS : undefined);
  seenRevision.current = data?.snapshotRevision ?? 0;
  if (isPending) return <ListSkeleton height={ROW_HEIGHT - 8} count={8} gap={8} />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || (data.items.length === 0 && isBehind)) return <Reading />;
  if (data.items.length === 0) return <NoTools />;
  return <ToolTable {...props} tools={data.items} onOpen={onOpen} isBehind={isBehind} />;
}

function Reading() {
  return (
    <Stack gap="xs" role="status">
      <Text c="dimmed">Its tools are being read. They appear here by themselves.</Text>
      <ListSkeleton height={ROW_HEIGHT - 8} count={4} gap={8} />
    </Stack>
  );
}

function NoTools() {
  return (
    <EmptyState
      py="xl"
      icon={<IconTool aria-hidden />}
      title="This server lists no tools"
      description="Either it has none, or none for these credentials. When it lists some, they appear here; Verify asks it now."
    />
  );
}

function ToolTable(props: ToolsPanelProps & { readonly tools: readonly Tool[]; readonly isBehind: boolean }) {
  const { integrationId, search, filter, onOpen } = props;
  const tools = useToolsAsChanged(integrationId, props.tools);
  const counts = useMemo(() => countTools(tools), [tools]);
  const shown = useMemo(() => findTools(tools, search, filter), [tools, search, filter]);
  const rights = useToolRights();
  const { chosen, choose, chooseAll, clear } = useChoice(shown);
  const change = useChangeOne(integrationId, tools);
  const chosenTools = useMemo(() => shown.filter(({ name }) => chosen.has(name)), [shown, chosen]);
  return (
    <>
      {rights.refusal !== '' && <ReadOnlyNotice />}
      {!rights.mayAsk && <EntitlementNotice />}
      <ToolFilters {...props} counts={counts} />
      {counts.missing > 0 && filter === 'missing' && (
        <PruneMissing integrationId={integrationId} tools={tools} rights={rights} />
      )}
      <ListHead
        shown={shown.length}
        of={tools.length}
        chosen={chosen.size}
        isDisabled={rights.refusal !== ''}
        onChooseAll={chooseAll}
      />
      {shown.length === 0 ? (
        <NothingFound onShowAll={() => (props.onFilter(undefined), props.onSearch(''))} />
      ) : (
        <Box pb={chosen.size > 0 ? 96 : 0}>
          <VirtualList
            key={`${rights.isNarrow}`}
            items={shown}
            keyOf={({ name }) => name}
            estimatedHeight={rights.isNarrow ? CARD_HEIGHT : ROW_HEIGHT}
            label="Tools"
            render={(tool) => (
              <ToolRow
                tool={tool}
                isChosen={chosen.has(tool.name)}
                rights={rights}
                onChoose={choose}
                onOpen={onOpen}
                onChange={change}
              />
            )}
          />
        </Box>
      )}
      <BulkBar integrationId={integrationId} chosen={chosenTools} rights={rights} onClear={clear} />
    </>
  );
}

function useChangeOne(integrationId: string, tools: readonly Tool[]): (change: ToolChange) => void {
  const { mutate } = useChangeTools(integrationId);
  const seen = useRef(tools);
  seen.current = tools;
  return useCallback((change) => mutate({ changes: [change], seen: seen.current }), [mutate]);
}

interface ListHeadProps {
  readonly shown: number;
  readonly of: number;
  readonly chosen: number;
  readonly isDisabled: boolean;
  readonly onChooseAll: (isChosen: boolean) => void;
}

function ListHead({ shown, of, chosen, isDisabled, onChooseAll }: ListHeadProps) {
  const label = shown === of ? `Choose all ${of}` : `Choose the ${shown} shown`;
  return (
    <Box className={`${classes['row']} ${classes['head']}`} fz="sm" fw={600}>
      <Checkbox
        aria-label={label}
        checked={shown > 0 && chosen === shown}
        indeterminate={chosen > 0 && chosen < shown}
        disabled={isDisabled || shown === 0}
        onChange={({ currentTarget }) => onChooseAll(currentTarget.checked)}
      />
      <Text size="sm" fw={600} role="status">
        {shown === of ? `${of} ${of === 1 ? 'tool' : 'tools'}` : `${shown} of ${of} tools`}
      </Text>
      <span className={classes['standing']}>Calls</span>
      <span className={classes['enabled']}>Enabled</span>
      <span className={classes['approval']}>Approval</span>
    </Box>
  );
}

function NothingFound({ onShowAll }: { readonly onShowAll: () => void }) {
  return (
    <EmptyState py="xl" title="No tool is like that" description="Search for something else, or look at all of them.">
      <Group>
        <Button variant="light" onClick={onShowAll}>
          Show all
        </Button>
      </Group>
    </EmptyState>
  );
}
