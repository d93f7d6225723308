import { CommanderError } from 'commander';
import { CliError, EXIT } from './cli.errors.js';
import { safeText } from './print.js';
import { createProgram } from './program.js';

/** Whoever read the output has enough of it (`| head`): nothing is wrong, and there is nobody left to tell. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else if (error instanceof CliError) {
    process.stderr.write(`countersign: ${safeText(error.message)}\n`);
    process.exitCode = error.exitCode;
  } else {
    throw error;
  }
}
