import { PageHeader } from '../../ui/page-header.js';

export function OverviewScreen() {
  return <PageHeader title="Overview" />;
}
