import { migrate } from '@countersign/database';
import { EXIT_BAD_CONFIG } from '@countersign/service';
import { MIGRATIONS } from './migrations/migrations.js';

const ownerUrl = process.env['OWNER_DATABASE_URL'];
if (ownerUrl === undefined || ownerUrl === '') {
  process.stderr.write('admin-gateway: OWNER_DATABASE_URL is required to migrate\n');
  process.exit(EXIT_BAD_CONFIG);
}
const ran = await migrate({ ownerUrl, service: 'admin-gateway', migrations: MIGRATIONS });
process.stdout.write(`admin-gateway: ${ran.length === 0 ? 'nothing to migrate' : `migrated ${ran.join(', ')}`}\n`);
