import 'reflect-metadata';
import { openDatabase } from '@countersign/database';
import { ConfigError, envSecret, EXIT_BAD_CONFIG, readEnv } from '@countersign/service';
import {
  createLocalKeyWrapper,
  InvalidSealingKeyError,
  parseKeyEncryptionKeys,
  runRotation,
} from '@countersign/tokens';
import { SealedWebhookRepository } from './webhooks/sealed-webhook.repository.js';

/**
 * The operator's command, with the environment of the service: `rotate-keys [--check]`, which with `--check` changes nothing.
 * The registry's is alike but for its store: no library of ours knows databases, keys and processes at once.
 */
const USAGE = 'usage: rotate-keys [--check]\n';
/** EX_USAGE of sysexits.h. */
const EXIT_USAGE = 64;

const report = (line: string): void => void process.stdout.write(`policy: ${line}\n`);

async function run(onlyCheck: boolean): Promise<boolean> {
  const { appUrl, systemUrl, keys } = readEnv(process.env, {
    appUrl: envSecret('DATABASE_APP_URL'),
    systemUrl: envSecret('DATABASE_SYSTEM_URL'),
    keys: envSecret('KEY_ENCRYPTION_KEYS'),
  });
  const wrapper = createLocalKeyWrapper(parseKeyEncryptionKeys(keys));
  const roles = { app: { url: appUrl }, system: { url: systemUrl } };
  const database = await openDatabase({ service: 'policy', ...roles, entities: [], poolSize: 2 });
  try {
    return await runRotation(new SealedWebhookRepository(database), wrapper, { onlyCheck, report });
  } finally {
    await database.close();
  }
}

const [option, ...others] = process.argv.slice(2);
if ((option !== undefined && option !== '--check') || others.length > 0) {
  process.stderr.write(USAGE);
  process.exit(EXIT_USAGE);
}
try {
  process.exitCode = (await run(option === '--check')) ? 0 : 1;
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof InvalidSealingKeyError)) throw error;
  process.stderr.write(`policy: ${error.message}\n`);
  process.exitCode = EXIT_BAD_CONFIG;
}
