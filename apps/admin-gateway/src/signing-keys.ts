import { readFileSync, writeFileSync } from 'node:fs';
import { generateSigningKey, type Jwks, mergeJwks, toJwksOfKeys, toSigningKey } from '@countersign/tokens';

/**
 * The operator's command for keys that sign tokens and grants. `new` writes a private key that only its owner reads, and says
 * its id; `jwks` prints the public keys of files (private keys, or JWKS), for those who verify.
 */
const USAGE = 'usage: signing-keys.js new <file> | signing-keys.js jwks <file> [<file> …]\n';
/** EX_USAGE of sysexits.h. */
const EXIT_USAGE = 64;

function writeNewKey(file: string): string {
  const { kid, privateKeyPem } = generateSigningKey();
  // `wx`: a key that is there may be one that signs.
  writeFileSync(file, privateKeyPem, { mode: 0o600, flag: 'wx' });
  return `${kid}\n`;
}

function publicKeysOf(files: readonly string[]): string {
  const sets = files.map((file) => {
    const text = readFileSync(file, 'utf8');
    return text.trimStart().startsWith('{') ? (JSON.parse(text) as Jwks) : toJwksOfKeys([toSigningKey(text)]);
  });
  return `${JSON.stringify(mergeJwks(sets), null, 2)}\n`;
}

function run([command, ...files]: readonly string[]): string | null {
  const [file] = files;
  if (command === 'new' && file !== undefined && files.length === 1) return writeNewKey(file);
  return command === 'jwks' && file !== undefined ? publicKeysOf(files) : null;
}

const printed = run(process.argv.slice(2));
if (printed === null) process.stderr.write(USAGE);
else process.stdout.write(printed);
process.exitCode = printed === null ? EXIT_USAGE : 0;
