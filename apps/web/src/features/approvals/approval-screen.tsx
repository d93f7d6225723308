import { PageHeader } from '../../ui/page-header.js';

export function ApprovalScreen() {
  return <PageHeader title="Approval" />;
}
