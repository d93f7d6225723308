import { Button, EmptyState, Stack } from '@mantine/core';
import { IconClipboardList } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSession } from '../../session/session.js';
import { PageHeader } from '../../ui/page-header.js';
import { PagedList } from '../../ui/paged-list.js';
import { AuditEntryCard } from './audit-entry-card.js';
import { AuditExport } from './audit-export.js';
import { AuditFilters } from './audit-filters.js';
import { auditQuery } from './audit.queries.js';
import { auditRoute } from './audit.routes.js';

const CARD_HEIGHT = 64;

export function AuditScreen() {
  const { workspaceId } = useSession();
  const search = auditRoute.useSearch();
  const navigate = auditRoute.useNavigate();
  const query = useInfiniteQuery(auditQuery(workspaceId, search));
  const isFiltered = Object.keys(search).length > 0;
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who changed or decided what, and on which way. Nothing here can be edited."
        actions={<AuditExport search={search} />}
      />
      <Stack>
        <AuditFilters search={search} onChange={(next) => void navigate({ search: next, replace: true })} />
        <PagedList
          query={query}
          label="Audit"
          estimatedHeight={CARD_HEIGHT}
          gap={6}
          keyOf={({ id }) => id}
          render={(entry) => <AuditEntryCard entry={entry} />}
          empty={
            <EmptyState
              icon={<IconClipboardList aria-hidden />}
              title={isFiltered ? 'Nothing matches' : 'Nothing has happened yet'}
              description={
                isFiltered ? 'Widen the filters.' : 'What people change and decide from now on is written down here.'
              }
            >
              {isFiltered && (
                <Button variant="default" onClick={() => void navigate({ search: {} })}>
                  Clear the filters
                </Button>
              )}
            </EmptyState>
          }
        />
      </Stack>
    </>
  );
}
