import { PageHeader } from '../../ui/page-header.js';

export function IntegrationsScreen() {
  return <PageHeader title="Integrations" />;
}
