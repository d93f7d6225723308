import { PageHeader } from '../../ui/page-header.js';

export function IntegrationScreen() {
  return <PageHeader title="Integration" />;
}
