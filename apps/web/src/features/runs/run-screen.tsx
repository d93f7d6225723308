import { PageHeader } from '../../ui/page-header.js';

export function RunScreen() {
  return <PageHeader title="Run" />;
}
