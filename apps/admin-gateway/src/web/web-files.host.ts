import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { ConfigError } from '@countersign/service';
import { type Config, CONFIG } from '../config.js';

/** In `index.html`: where the nonce of each answer goes. */
const PLACE_OF_NONCE = /(<meta name="style-nonce" content=")(" ?\/?>)/;

/** The built web UI, as it lies in the folder that the configuration names; an installation can also be without it. */
@Injectable()
export class WebFiles {
  private readonly page: string | undefined;
  private readonly assets: ReadonlySet<string>;
  private readonly folder: string;

  constructor(@Inject(CONFIG) { webRoot }: Config) {
    this.folder = join(webRoot ?? '', 'assets');
    this.page = webRoot === undefined ? undefined : readPage(webRoot);
    // By exact name, so that no path leads out of the folder.
    this.assets = new Set(webRoot === undefined ? [] : readdirSync(this.folder));
  }

  /** The page with its nonce; undefined where there is no web UI. */
  pageWith(nonce: string): string | undefined {
    return this.page?.replace(PLACE_OF_NONCE, `$1${nonce}$2`);
  }

  /** Where an asset lies, the smallest form of it that the client takes first; undefined where there is none. */
  find(name: string, encodings: readonly string[]): { path: string; encoding?: 'br' | 'gzip' } | undefined {
    if (!this.assets.has(name)) return undefined;
    if (encodings.includes('br') && this.assets.has(`${name}.br`)) {
      return { path: join(this.folder, `${name}.br`), encoding: 'br' };
    }
    if (encodings.includes('gzip') && this.assets.has(`${name}.gz`)) {
      return { path: join(this.folder, `${name}.gz`), encoding: 'gzip' };
    }
    return { path: join(this.folder, name) };
  }
}

function readPage(webRoot: string): string {
  const file = join(webRoot, 'index.html');
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (PLACE_OF_NONCE.test(page)) return page;
  throw new ConfigError([`WEB_ROOT: ${webRoot} does not hold the built web UI`]);
}
