import { readFile } from 'node:fs/promises';
import { types } from 'node:util';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { redactText } from './redact.js';
import type { ReadinessRegistry } from './readiness-registry.js';

/** How long a file that was replaced goes unnoticed. */
export const FILE_INTERVAL_MS = 10_000;

export interface FollowedFile {
  /** What people know it by: the variable that names it. */
  readonly name: string;
  readonly path: string;
  /** Takes its text; false where nothing has changed. Throws where it is of no use, and then what there was must stay. */
  readonly take: (text: string) => boolean;
}

/**
 * Reads files again now and then, so that what is replaced in them needs no restart. By their content, rather than by watching: a
 * container platform replaces a mounted secret by renaming a link in the path to it. A file that cannot be used changes nothing;
 * the log says so once, and the health listener for as long as that lasts.
 */
export class FileFollower implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(FileFollower.name);
  private readonly problems = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly files: readonly FollowedFile[],
    readiness: Pick<ReadinessRegistry, 'warn'>,
  ) {
    for (const { name } of files) readiness.warn(name, () => this.problems.get(name));
  }

  onApplicationBootstrap(): void {
    if (this.files.length > 0) this.timer = setInterval(() => void this.look(), FILE_INTERVAL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Never rejects. */
  async look(): Promise<void> {
    for (const file of this.files) await this.lookAt(file);
  }

  private async lookAt({ name, path, take }: FollowedFile): Promise<void> {
    try {
      const isNew = take(await readFile(path, 'utf8'));
      if (isNew) this.logger.log({ file: name }, 'a file was replaced, and is used from now on');
      this.problems.delete(name);
    } catch (error) {
      const problem = redactText(`not used, what there was before stays: ${reasonOf(error)}`);
      if (this.problems.get(name) !== problem) this.logger.error({ file: name, problem }, 'a file cannot be used');
      this.problems.set(name, problem);
    }
  }
}

/** A parser's message quotes what it read, which may be a secret. */
function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is not JSON';
  return types.isNativeError(error) ? error.message : 'it is wrong';
}
