import { Badge, Card, Collapse, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { LinkAnchor } from '../../ui/links.js';
import { JsonView } from '../../ui/json-view.js';
import { FullTime, RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import type { AuditEntry } from './audit.queries.js';
import { subjectOf } from './subject-of.js';

/** One line of the audit; all that is known of it on demand. */
export function AuditEntryCard({ entry }: { readonly entry: AuditEntry }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const { action, actor, at, way, details } = entry;
  return (
    <Card withBorder padding="xs">
      <UnstyledButton onClick={toggle} aria-expanded={isOpen}>
        <Group gap="sm" wrap="nowrap">
          <IconChevronRight
            size={16}
            aria-hidden
            style={{ flexShrink: 0, transform: isOpen ? 'rotate(90deg)' : 'none' }}
          />
          <Group gap="xs" miw={0} style={{ flexGrow: 1 }}>
            <Text size="sm" fw={600}>
              {visible(actor.name)}
            </Text>
            <Badge color="gray">{action}</Badge>
            <Text size="sm">{visible(subjectOf(details))}</Text>
          </Group>
          <RelativeTime time={at} c="dimmed" style={{ whiteSpace: 'nowrap' }} />
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        {isOpen && (
          <Stack gap="xs" pt="xs">
            <Text size="sm" c="dimmed">
              <FullTime time={at} /> · {actor.kind} {visible(actor.id)}
              {way !== null && ` · by ${way}`} ·{' '}
              <LinkAnchor to="/audit" search={{ actor: actor.id }} size="sm" underline="always">
                all that they did
              </LinkAnchor>
            </Text>
            <JsonView text={JSON.stringify(details)} label="Details" />
          </Stack>
        )}
      </Collapse>
    </Card>
  );
}
