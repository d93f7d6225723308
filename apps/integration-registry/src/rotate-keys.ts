import { openDatabase } from '@countersign/database';
import { ConfigError, EXIT_BAD_CONFIG } from '@countersign/service';
import { runRotation } from '@countersign/tokens';
import { readRotationConfig } from './credentials/rotation/rotation-config.js';
import { SEALED_COLUMNS } from './credentials/rotation/sealed-columns.js';
import { SealedRowRepository } from './credentials/rotation/sealed-row.repository.js';
import { WorkspaceRevisionRepository } from './tool-catalogue/workspace-revision.repository.js';

/** EX_USAGE of sysexits.h. */
const EXIT_BAD_USAGE = 64;

const report = (line: string): void => void process.stdout.write(`integration-registry: ${line}\n`);

async function run(onlyCheck: boolean): Promise<boolean> {
  const { appUrl, systemUrl, wrapper } = readRotationConfig(process.env);
  const roles = { app: { url: appUrl }, system: { url: systemUrl } };
  // It does one thing after the other.
  const database = await openDatabase({ service: 'integration-registry', ...roles, entities: [], poolSize: 2 });
  try {
    const store = new SealedRowRepository(database, new WorkspaceRevisionRepository(), SEALED_COLUMNS);
    return await runRotation(store, wrapper, { onlyCheck, report });
  } finally {
    await database.close();
  }
}

const [option, ...others] = process.argv.slice(2);
if ((option !== undefined && option !== '--check') || others.length > 0) {
  process.stderr.write('usage: rotate-keys [--check]\n');
  process.exit(EXIT_BAD_USAGE);
}
try {
  process.exitCode = (await run(option === '--check')) ? 0 : 1;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`integration-registry: ${error.message}\n`);
  process.exitCode = EXIT_BAD_CONFIG;
}
