import { PageHeader } from '../../ui/page-header.js';

export function InboxScreen() {
  return <PageHeader title="Approvals" />;
}
