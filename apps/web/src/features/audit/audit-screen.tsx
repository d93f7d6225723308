import { PageHeader } from '../../ui/page-header.js';

export function AuditScreen() {
  return <PageHeader title="Audit" />;
}
