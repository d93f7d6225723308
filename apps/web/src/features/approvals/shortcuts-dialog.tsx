import { Group, Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { useShortcutsSwitch } from './use-shortcuts.js';

type Key = readonly [keys: readonly string[], meaning: string];

const KEYS: readonly Key[] = [
  [['j', '↓'], 'The next card'],
  [['k', '↑'], 'The card before'],
  [['a'], 'Approve it'],
  [['e'], 'Edit its arguments, and approve'],
  [['d'], 'Deny it, with a reason'],
  [['Enter'], 'Open it on a page of its own'],
  [['Esc'], 'Close what is open; nothing written is lost'],
  [['?'], 'This list'],
];
/** Only the inbox has more than one can see at once, and lists that change. */
const INBOX_KEYS: readonly Key[] = [
  [['x'], 'Select it'],
  [['n'], 'Show what is new'],
];

export interface ShortcutsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly isOfInbox?: boolean;
}

export function ShortcutsDialog({ opened, onClose, isOfInbox = false }: ShortcutsDialogProps) {
  const [isOn, setIsOn] = useShortcutsSwitch();
  return (
    <Modal opened={opened} onClose={onClose} title={isOfInbox ? 'Keys of the inbox' : 'Keys for what waits here'}>
      <Stack>
        <Table>
          <Table.Tbody>
            {[...KEYS, ...(isOfInbox ? INBOX_KEYS : [])].map(([keys, meaning]) => (
              <Table.Tr key={meaning}>
                <Table.Td w={110}>
                  <Group gap={4}>
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td>{meaning}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          label="Use these keys"
          description="They do nothing while you type."
          checked={isOn}
          onChange={({ currentTarget }) => setIsOn(currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
}
