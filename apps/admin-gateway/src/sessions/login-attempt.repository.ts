import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LOGIN_ATTEMPTS_MAX } from '../users/login-limits.js';

/** Ten guesses a quarter of an hour are about 350,000 a year: hopeless against any password of twelve characters. */
const WINDOW_MINUTES = 15;

interface AttemptRow {
  readonly attempts: number;
  readonly seconds_left: string;
}

export interface CountedAttempt {
  /** In this window, this one included. */
  readonly attempts: number;
  readonly isLocked: boolean;
  /** Until the window ends. */
  readonly secondsLeft: number;
}

/** Counts sign-ins per e-mail by the database's clock, over all replicas. */
@Injectable()
export class LoginAttemptRepository {
  /** Counted before the password is looked at, so that attempts at the same time are all counted. */
  async count(tx: EntityManager, email: string, max = LOGIN_ATTEMPTS_MAX): Promise<CountedAttempt> {
    const [row] = await tx.query<AttemptRow[]>(
      `insert into login_attempts as a (email_hash, attempts, window_ends_at)
       values ($1, 1, now() + $2 * interval '1 minute')
       on conflict (email_hash) do update set
         attempts = case when a.window_ends_at < now() then 1 else least(a.attempts + 1, $3) end,
         window_ends_at = case when a.window_ends_at < now() then excluded.window_ends_at else a.window_ends_at end
       returning attempts, ceil(extract(epoch from window_ends_at - now())) as seconds_left`,
      [hashOf(email), WINDOW_MINUTES, max + 1],
    );
    if (row === undefined) throw new Error('the attempt was not counted');
    const { attempts, seconds_left: secondsLeft } = row;
    return { attempts, isLocked: attempts > max, secondsLeft: Number(secondsLeft) };
  }

  /** Changes nothing, and is written down all the same: a commit takes as long whether or not something else is. */
  async touch(tx: EntityManager, email: string): Promise<void> {
    await tx.query('update login_attempts set attempts = attempts where email_hash = $1', [hashOf(email)]);
  }

  async forget(tx: EntityManager, email: string): Promise<void> {
    await tx.query('delete from login_attempts where email_hash = $1', [hashOf(email)]);
  }

  async deleteEnded(tx: EntityManager): Promise<void> {
    await tx.query('delete from login_attempts where window_ends_at < now()');
  }
}

function hashOf(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}
