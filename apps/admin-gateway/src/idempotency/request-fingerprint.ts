import { createHash } from 'node:crypto';

/** Equal for equal requests; the body as it was sent, so that a changed order of its members counts as another one. */
export function fingerprint(method: string, url: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('hex');
}
