import { PageHeader } from '../../ui/page-header.js';

export function SettingsScreen() {
  return <PageHeader title="Settings" />;
}
