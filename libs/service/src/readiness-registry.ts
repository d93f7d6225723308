import { Injectable } from '@nestjs/common';

/** Ready: `true` or nothing. Not ready: `false`, or a sentence that says why, or an exception. */
export type ReadinessCheck = () => boolean | string | undefined | Promise<boolean | string | undefined>;

export interface NotReady {
  readonly name: string;
  readonly reason: string;
}

/** A check that hangs is a check that fails; shorter than the 3 s after which a usual probe gives up. */
export const CHECK_TIMEOUT_MS = 2_000;

/** The named conditions under which this process may get work. It is ready when all of them hold. */
@Injectable()
export class ReadinessRegistry {
  private readonly checks = new Map<string, ReadinessCheck>();
  private readonly warners = new Map<string, () => string | undefined>();

  /** A name that is there already is replaced. Returns the function that removes the check. */
  register(name: string, check: ReadinessCheck): () => void {
    this.checks.set(name, check);
    return () => {
      if (this.checks.get(name) === check) this.checks.delete(name);
    };
  }

  /** What somebody should look at, although the process works: a sentence while it is so. */
  warn(name: string, check: () => string | undefined): void {
    this.warners.set(name, check);
  }

  warnings(): readonly NotReady[] {
    const all = [...this.warners].map(([name, check]) => ({ name, reason: check() }));
    return all.filter((warning): warning is NotReady => warning.reason !== undefined);
  }

  /** What is not ready, by name; empty when everything is. */
  async notReady(): Promise<readonly NotReady[]> {
    const results = await Promise.all([...this.checks].map(([name, check]) => run(name, check)));
    return results.filter((result) => result !== undefined).sort((a, b) => a.name.localeCompare(b.name));
  }
}

async function run(name: string, check: ReadinessCheck): Promise<NotReady | undefined> {
  try {
    const result = await withDeadline(check);
    if (result === true || result === undefined) return undefined;
    return { name, reason: result === false ? 'not ready' : result };
  } catch (error) {
    return { name, reason: error instanceof Error ? error.message : 'the check failed' };
  }
}

async function withDeadline(check: ReadinessCheck): Promise<boolean | string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
