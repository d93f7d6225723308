import { useSession } from '../../session/session.js';
import { VirtualList } from '../../ui/virtual-list.js';
import type { Decision } from './approval.js';
import { ApprovalCard } from './approval-card.js';
import { InboxBar } from './inbox-bar.js';
import type { useCards } from './use-cards.js';
import type { useSelection } from './use-selection.js';
import type { useShown } from './use-shown.js';

/** A card with a few arguments, about. */
export const CARD_HEIGHT = 300;
export const CARD_GAP = 12;

export interface InboxListProps {
  readonly shown: ReturnType<typeof useShown>;
  readonly cards: ReturnType<typeof useCards>;
  readonly selection: ReturnType<typeof useSelection>;
  readonly onRenew: () => void;
  readonly onDecide: (decision: Decision) => void;
}

export function InboxList({ shown, cards, selection, onRenew, onDecide }: InboxListProps) {
  const { can } = useSession();
  const canDecide = can('approval:decide');
  return (
    <>
      <InboxBar
        shownCount={shown.items.length}
        readCount={shown.readCount}
        freshCount={shown.fresh.length}
        leftCount={shown.left.size}
        selectedCount={selection.chosen.length}
        selectableCount={canDecide ? selection.selectable.length : undefined}
        onRenew={onRenew}
        onSelectAll={selection.chooseAll}
        onClear={selection.clear}
        onDecide={onDecide}
      />
      <VirtualList
        items={shown.items}
        keyOf={({ id }) => id}
        estimatedHeight={CARD_HEIGHT}
        gap={CARD_GAP}
        label="Approvals"
        onMore={shown.more}
        isLoadingMore={shown.isLoadingMore}
        render={(approval) => (
          <ApprovalCard
            listed={approval}
            isInTabOrder={approval.id === cards.currentId}
            isCurrent={cards.isChosen && approval.id === cards.currentId}
            isSelected={canDecide ? selection.isChosen(approval.id) : undefined}
            onSelect={selection.toggle}
            onFocus={cards.setCurrentId}
          />
        )}
      />
    </>
  );
}
