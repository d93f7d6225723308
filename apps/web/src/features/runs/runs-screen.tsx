import { PageHeader } from '../../ui/page-header.js';

export function RunsScreen() {
  return <PageHeader title="Runs" />;
}
