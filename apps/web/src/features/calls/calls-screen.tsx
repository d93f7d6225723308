import { PageHeader } from '../../ui/page-header.js';

export function CallsScreen() {
  return <PageHeader title="Calls" />;
}
