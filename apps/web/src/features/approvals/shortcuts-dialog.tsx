import { Group, Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { useShortcutsSwitch } from './use-shortcuts.js';

const KEYS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['j', '↓'], 'The next card'],
  [['k', '↑'], 'The card before'],
  [['a'], 'Approve it'],
  [['e'], 'Edit its arguments, and approve'],
  [['d'], 'Deny it, with a reason'],
  [['x'], 'Select it'],
  [['Enter'], 'Open it on a page of its own'],
  [['n'], 'Show what is new'],
  [['Esc'], 'Close what is open; nothing written is lost'],
  [['?'], 'This list'],
];

export function ShortcutsDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const [isOn, setIsOn] = useShortcutsSwitch();
  return (
    <Modal opened={opened} onClose={onClose} title="Keys of the inbox">
      <Stack>
        <Table>
          <Table.Tbody>
            {KEYS.map(([keys, meaning]) => (
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
