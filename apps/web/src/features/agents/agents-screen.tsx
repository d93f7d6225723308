import { PageHeader } from '../../ui/page-header.js';

export function AgentsScreen() {
  return <PageHeader title="Agents" />;
}
