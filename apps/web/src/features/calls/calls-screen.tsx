import { Affix, Button, EmptyState, Transition } from '@mantine/core';
import { IconActivity, IconArrowUp } from '@tabler/icons-react';
import { LinkButton } from '../../ui/links.js';
import { PageHeader } from '../../ui/page-header.js';
import { PagedList } from '../../ui/paged-list.js';
import { CallFilters } from './call-filters.js';
import { CallRow, CallRowHead } from './call-row.js';
import { callsRoute } from './calls.routes.js';
import { useCallList } from './use-call-list.js';

const ROW_HEIGHT_PX = 53;
const SKELETONS = 10;

export function CallsScreen() {
  const search = callsRoute.useSearch();
  const { query, newCount, showNew } = useCallList(search);
  const isFiltered = Object.keys(search).length > 0;
  return (
    <>
      <PageHeader title="Calls" description="Every call that was asked for, and what became of it." />
      <CallFilters search={search} />
      <CallRowHead />
      <PagedList
        query={query}
        label="Calls"
        keyOf={({ id }) => id}
        estimatedHeight={ROW_HEIGHT_PX}
        skeletons={SKELETONS}
        render={(call) => <CallRow call={call} />}
        empty={
          <EmptyState
            py="xl"
            icon={<IconActivity size={40} aria-hidden />}
            title={isFiltered ? 'No call fits these filters' : 'No calls yet'}
            description={
              isFiltered
                ? 'Take one away to see more.'
                : 'Start a run, or connect a client: its configuration, ready to paste, is in the settings.'
            }
          >
            {!isFiltered && (
              <EmptyState.Actions>
                <LinkButton to="/runs">Start a run</LinkButton>
                <LinkButton to="/settings" variant="default">
                  Connect a client
                </LinkButton>
              </EmptyState.Actions>
            )}
          </EmptyState>
        }
      />
      <Affix position={{ bottom: 24, right: 24 }}>
        <Transition transition="slide-up" mounted={newCount > 0}>
          {(style) => (
            <Button style={style} radius="xl" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={showNew}>
              {newCount} new
            </Button>
          )}
        </Transition>
      </Affix>
    </>
  );
}
