import { ActionIcon, Alert, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { ListSkeleton } from '../../ui/paged-list.js';
import { announce, Announcer } from './announcer.js';
import type { Decision } from './approval.js';
import { inboxRoute } from './approvals.routes.js';
import { BatchDialog } from './batch-dialog.js';
import { CARD_GAP, CARD_HEIGHT, InboxList } from './inbox-list.js';
import { InboxEmpty } from './inbox-empty.js';
import { InboxFilters } from './inbox-filters.js';
import { NoticeButton } from './notice-button.js';
import { ShortcutsDialog } from './shortcuts-dialog.js';
import { useCards } from './use-cards.js';
import { useSelection } from './use-selection.js';
import { useShortcuts } from './use-shortcuts.js';
import { useShown } from './use-shown.js';

export function InboxScreen() {
  const filter = inboxRoute.useSearch();
  const { can } = useSession();
  const shown = useShown(filter);
  const { items, fresh, left } = shown;
  const cards = useCards(items.map(({ id }) => id));
  const selection = useSelection(shown);
  const [isHelpOpen, help] = useDisclosure(false);
  const [batch, setBatch] = useState<Decision>();
  useSayNew(fresh.length);

  function renew(): boolean {
    if (fresh.length === 0 && left.size === 0) return false;
    shown.renew();
    scrollTo({ top: 0 });
    return true;
  }
  /** The buttons that it was opened by go with the selection: the focus goes back to the list. */
  function leaveBatch(): void {
    selection.clear();
    if (cards.currentId !== undefined) cards.goTo(cards.currentId);
  }
  useShortcuts({
    j: () => cards.move(1),
    ArrowDown: () => cards.isChosen && cards.move(1),
    k: () => cards.move(-1),
    ArrowUp: () => cards.isChosen && cards.move(-1),
    a: () => cards.press('approve'),
    e: () => cards.press('edit'),
    d: () => cards.press('deny'),
    x: () => cards.press('select'),
    n: renew,
    '?': () => (help.open(), true),
  });

  const canDecide = can('approval:decide');
  return (
    <>
      <PageHeader title="Approvals" actions={<Actions onHelp={help.open} />} />
      <Announcer />
      {!canDecide && <ReadOnly />}
      <InboxFilters filter={filter} />
      {shown.error && items.length === 0 && <ErrorState error={shown.error} onRetry={shown.retry} />}
      {shown.isLooking && <ListSkeleton height={CARD_HEIGHT} count={3} gap={CARD_GAP} />}
      {!shown.isLooking && !shown.error && items.length === 0 && <InboxEmpty filter={filter} />}
      {items.length > 0 && (
        <InboxList
          shown={shown}
          cards={cards}
          selection={selection}
          onRenew={renew}
          onDecide={setBatch}
          key={JSON.stringify(filter)}
        />
      )}
      <ShortcutsDialog isOfInbox opened={isHelpOpen} onClose={help.close} />
      {batch && (
        <BatchDialog
          decision={batch}
          approvals={selection.chosen}
          onGone={(isDecided) => {
            setBatch(undefined);
            if (isDecided) leaveBatch();
          }}
        />
      )}
    </>
  );
}

function Actions({ onHelp }: { readonly onHelp: () => void }) {
  return (
    <>
      <NoticeButton />
      <Tooltip label="Keys of the inbox (?)">
        <ActionIcon variant="default" size="lg" aria-label="Keys of the inbox" onClick={onHelp}>
          <IconKeyboard size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function ReadOnly() {
  const { role } = useSession();
  return (
    <Alert color="gray" mb="sm" title="You can look, but not decide">
      Your role ({role}) may not decide about calls. An administrator can give you another one under Settings, Members.
    </Alert>
  );
}

function useSayNew(count: number): void {
  useEffect(() => {
    if (count > 0) announce(`${count} new ${count === 1 ? 'approval' : 'approvals'}. Press n to show.`);
  }, [count]);
}
