import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useSession } from '../../session/session.js';
import type { AuditSearch } from './audit.routes.js';

/** What is on the screen, all of it, as a file; the browser streams it to disk. */
export function AuditExport({ search }: { readonly search: AuditSearch }) {
  const { workspaceId } = useSession();
  const urlOf = (format: string): string =>
    `/api/v1/workspaces/${workspaceId}/audit/export?${new URLSearchParams({ ...search, format }).toString()}`;
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={urlOf('jsonl')} download>
          JSON lines
        </Menu.Item>
        <Menu.Item component="a" href={urlOf('csv')} download>
          CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
