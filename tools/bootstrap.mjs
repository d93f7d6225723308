// The first thing that runs: `npm start`, `npm test`, `npm run bench` and `npm run verify` come here with whatever
// Node is at hand (20 or newer) and nothing installed. It installs what is missing and goes on with the pinned Node.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const PINNED_NODE = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const INSTALLED_RECORD = join(ROOT, 'node_modules', '.package-lock.json');
/** Debian keeps daemons in sbin, which a user's PATH leaves out. */
const EXTRA_PATH = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
const NODE_MAJOR_MIN = 20;

const COMMANDS = {
  start: { entry: 'tools/supervisor/start.ts', needs: ['nats-server'] },
  test: { entry: 'tools/tests/test.ts', needs: ['nats-server', 'chromium'] },
  verify: { entry: 'tools/tests/test.ts', needs: ['nats-server', 'chromium'] },
  bench: { entry: 'bench/bench.ts', needs: ['nats-server'] },
};

function say(line) {
  process.stderr.write(`countersign: ${line}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
}

/** npm's own record of what it installed, written last; older than the lock file means another one. */
function isInstalled() {
  if (!existsSync(INSTALLED_RECORD) || !existsSync(PINNED_NODE)) return false;
  return statSync(INSTALLED_RECORD).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

function installPackages() {
  if (isInstalled()) return;
  say('installing packages (once, or after the lock file changed; a minute or two) …');
  const npm = process.env.npm_execpath;
  // One quiet step that works with npm 10 and 11 alike.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm ? run(process.execPath, [npm, ...args]) : run('npm', args);
  if (done.status !== 0) fail('npm ci failed; the lines above say why. Check the network and run the command again.');
  if (!existsSync(PINNED_NODE)) {
    fail(
      'the pinned Node is missing after the install: npm must be allowed to run the install script of the package "node".',
    );
  }
}

function isOnPath(binary, path) {
  return path.split(delimiter).some((folder) => folder && existsSync(join(folder, binary)));
}

/** @returns whether Debian's package of this name could be installed */
function installWithApt(name) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false;
  say(`installing ${name} with apt …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  const options = ['install', '-y', '-qq', '--no-install-recommends', name];
  return run('apt-get', options, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

function installNatsServer(path) {
  if (isOnPath('nats-server', path)) return;
  if (installWithApt('nats-server') && isOnPath('nats-server', path)) return;
  fail(
    [
      'nats-server is not installed. Install it in one of these ways and run the command again:',
      '  Debian, Ubuntu   sudo apt-get install nats-server',
      '  macOS            brew install nats-server',
      '  Go               go install github.com/nats-io/nats-server/v2@latest',
      '  Docker           docker create --name n nats:2 && docker cp n:/nats-server ~/.local/bin/ && docker rm n',
    ].join('\n'),
  );
}

/** For the tests of the web UI, in a real browser. */
function installChromium(path) {
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  if (process.env.COUNTERSIGN_TEST_CHROMIUM || names.some((name) => isOnPath(name, path)) || existsSync(mac)) return;
  if (installWithApt('chromium') && isOnPath('chromium', path)) return;
  fail(
    [
      'No Chromium is installed, which the tests of the web UI need. Install it and run the command again:',
      '  Debian           sudo apt-get install chromium',
      '  macOS            brew install --cask google-chrome',
      '  elsewhere        set COUNTERSIGN_TEST_CHROMIUM to its executable',
    ].join('\n'),
  );
}

/** The task graph's cache makes this a second when nothing changed. */
function build(path) {
  say('building …');
  const args = [
    join(ROOT, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'),
    'run-many',
    '-t',
    'build',
    '--outputStyle=static',
  ];
  const done = run(PINNED_NODE, args, {
    env: { ...process.env, PATH: path, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (done.status !== 0) fail(`the build failed:\n${done.stdout}${done.stderr}`);
}

function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) fail(`unknown command "${name}"; known: ${Object.keys(COMMANDS).join(', ')}`);
  if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
    fail(
      `Node ${NODE_MAJOR_MIN} or newer is needed to begin; this is ${process.version}. The rest is pinned by the project.`,
    );
  }
  installPackages();
  const path = [join(ROOT, 'node_modules', 'node', 'bin'), process.env.PATH ?? '', ...EXTRA_PATH].join(delimiter);
  if (command.needs.includes('nats-server')) installNatsServer(path);
  if (command.needs.includes('chromium')) installChromium(path);
  build(path);
  // The pinned Node takes over; signals of the terminal reach it directly, so this process only waits.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  const child = run(
    PINNED_NODE,
    ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', join(ROOT, command.entry), ...args],
    {
      env: { ...process.env, PATH: path, NX_DAEMON: 'false' },
    },
  );
  process.exit(child.status ?? 1);
}

main();
