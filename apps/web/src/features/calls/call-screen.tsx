import { PageHeader } from '../../ui/page-header.js';

export function CallScreen() {
  return <PageHeader title="Call" />;
}
