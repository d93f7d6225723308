import { ConfigError, EXIT_BAD_CONFIG } from '@countersign/service';
import { readRotationConfig } from './credentials/rotation/rotation-config.js';
import { runRotation } from './credentials/rotation/run-rotation.use-case.js';

/** EX_USAGE of sysexits.h. */
const EXIT_BAD_USAGE = 64;

const [option, ...others] = process.argv.slice(2);
if ((option !== undefined && option !== '--check') || others.length > 0) {
  process.stderr.write('usage: rotate-keys [--check]\n');
  process.exit(EXIT_BAD_USAGE);
}
try {
  const report = (line: string): void => void process.stdout.write(`integration-registry: ${line}\n`);
  const isDone = await runRotation(readRotationConfig(process.env), { onlyCheck: option === '--check', report });
  process.exitCode = isDone ? 0 : 1;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`integration-registry: ${error.message}\n`);
  process.exitCode = EXIT_BAD_CONFIG;
}
