import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { toCountedAddress } from '../http/to-counted-address.js';
import { RateLimitedError } from './access.errors.js';
import type { Identity } from './principal.js';
import { type Bucket, type BucketSize, spendOne } from './token-bucket.js';

/** A person or a token: far more than a UI or a script of one needs, and less than what would slow others down for long. */
export const PRINCIPAL_LIMIT: BucketSize = { burst: 4_000, perSecond: 200 };
/** An address that shows no credential, or one that is refused: each costs a look into the database. */
export const REFUSED_LIMIT: BucketSize = { burst: 1_000, perSecond: 10 };
/** An address that signs in, or shows a link or a code: each may cost a password's hash. Accounts have limits of their own. */
export const OPEN_WRITE_LIMIT: BucketSize = { burst: 100, perSecond: 1 };

/** Whoever was not seen for longest is forgotten first, and has a full bucket again. */
const BUCKETS_MAX = 20_000;

/**
 * How much each may ask for, as each replica counts it for itself: what is dear is counted in the database besides
 * (sign-ins per account, links). An address is that of the connection, unless the operator names proxies to believe.
 */
@Injectable()
export class RateLimits {
  private readonly buckets = new Map<string, Bucket>();

  /** @throws RateLimitedError */
  ofPrincipal({ kind, id }: Identity, response: Response): void {
    this.spend('principal', `${kind} ${id}`, PRINCIPAL_LIMIT, response);
  }

  /** @throws RateLimitedError */
  ofRefused({ ip = '' }: Request, response: Response): void {
    this.spend('refused', toCountedAddress(ip), REFUSED_LIMIT, response);
  }

  /** Not of reading what is for everybody: that is cheap, and probes must always be answered. @throws RateLimitedError */
  ofOpenWrite({ ip = '' }: Request, response: Response): void {
    this.spend('open', toCountedAddress(ip), OPEN_WRITE_LIMIT, response);
  }

  private spend(policy: string, who: string, size: BucketSize, response: Response): void {
    const key = `${policy} ${who}`;
    const spent = spendOne(size, this.buckets.get(key), performance.now());
    this.buckets.delete(key);
    this.buckets.set(key, spent.bucket);
    if (this.buckets.size > BUCKETS_MAX) this.forgetOldest();
    // As draft-ietf-httpapi-ratelimit-headers-10 writes them.
    const window = Math.ceil(size.burst / size.perSecond);
    response.setHeader('ratelimit-policy', `"${policy}";q=${size.burst};w=${window}`);
    response.setHeader('ratelimit', `"${policy}";r=${Math.floor(spent.bucket.left)};t=${spent.fullAfterSeconds}`);
    if (!spent.isAllowed) throw new RateLimitedError(spent.retryAfterSeconds);
  }

  private forgetOldest(): void {
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
