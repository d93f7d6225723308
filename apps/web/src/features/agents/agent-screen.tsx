import { PageHeader } from '../../ui/page-header.js';

export function AgentScreen() {
  return <PageHeader title="Agent" />;
}
