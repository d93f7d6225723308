import { PageHeader } from '../../ui/page-header.js';

export function CliLoginScreen() {
  return <PageHeader title="CliLogin" />;
}
