import 'reflect-metadata';
import { openDatabase } from '@countersign/database';
import { ConfigError, envSecret, EXIT_BAD_CONFIG, readEnv } from '@countersign/service';
import { createLocalKeyWrapper, InvalidSealingKeyError, parseKeyEncryptionKeys } from '@countersign/tokens';
import { RotateKeys } from './webhooks/rotate-keys.use-case.js';
import { SealedWebhookRepository } from './webhooks/sealed-webhook.repository.js';

/** The operator's command, with the environment of the service: `rotate-keys [--check]`, which with `--check` changes nothing. */
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
    const rotation = new RotateKeys(new SealedWebhookRepository(database), wrapper);
    if (!onlyCheck) report(`re-wrapped ${await rotation.rotate()} secrets with the key ${wrapper.currentKeyId}`);
    const { isReadable, isCurrent } = await rotation.check(report);
    return isReadable && (onlyCheck || isCurrent);
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
