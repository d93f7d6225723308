import { Injectable } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { toCountedAddress } from '../http/to-counted-address.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';

/** A secret of 256 bits is not guessed; this bounds what somebody can make the database do who tries. */
const WRONG_LINKS_MAX = 60;

export class TooManyWrongLinksError extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('rate.limited', `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
  }
}

/** Counts the links per address that were not good, over all replicas. */
@Injectable()
export class LinkAttempts {
  constructor(
    private readonly database: Database,
    private readonly attempts: LoginAttemptRepository,
  ) {}

  /** @throws TooManyWrongLinksError, and what `find` throws where there is no such link */
  async guard<T>(address: string | undefined, find: () => Promise<T>): Promise<T> {
    const key = `links of ${toCountedAddress(address ?? 'nowhere')}`;
    const attempt = await this.database.system((tx) => this.attempts.count(tx, key, WRONG_LINKS_MAX));
    if (attempt.isLocked) throw new TooManyWrongLinksError(attempt.secondsLeft);
    const found = await find();
    await this.database.system((tx) => this.attempts.forget(tx, key));
    return found;
  }
}
