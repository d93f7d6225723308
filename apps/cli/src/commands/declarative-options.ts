import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readInputFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import type { Manifest } from '../declarative/manifest.js';
import { parseManifest } from '../declarative/parse-manifest.js';
import type { SecretSources } from '../declarative/secret-template.js';

/** Where nobody says which. */
export const FILE_DEFAULT = 'countersign.yaml';

export async function readManifest(file: string): Promise<Manifest> {
  return parseManifest(await readInputFile(file), file === '-' ? 'standard input' : file);
}

/** This environment, and files beside the one that names them. */
export function secretSources(file: string): SecretSources {
  const folder = file === '-' ? process.cwd() : dirname(file);
  return {
    env: process.env,
    readFile: (path) =>
      readFile(resolve(folder, path), 'utf8').catch((cause: unknown) => {
        throw new CliError(`The file "${path}" cannot be read, and a credential is made of it.`, EXIT.usage, { cause });
      }),
  };
}
