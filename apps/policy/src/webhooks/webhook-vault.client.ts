import { randomBytes } from 'node:crypto';
import { type KeyWrapper, openSecret, type SealedSecret, sealSecret, type SecretContext } from '@countersign/tokens';
import { Inject, Injectable } from '@nestjs/common';
import { SECRET_PREFIX } from './signature.js';
import { SECRET_BYTES } from './webhook-limits.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js';
import type { WebhookTarget } from './webhook-target.js';

/** Which webhook, in which version: what its seal is bound to. */
export interface TargetKey {
  readonly workspaceId: string;
  readonly id: string;
  readonly version: number;
}

export const WEBHOOK_SEAL_PURPOSE = 'webhook';

/** Keeps addresses and signing secrets closed at rest. */
@Injectable()
export class WebhookVault {
  private readonly wrapper: KeyWrapper;

  constructor(@Inject(WEBHOOK_SETTINGS) settings: WebhookSettings) {
    this.wrapper = settings.wrapper;
  }

  /** As Standard Webhooks writes it: base64 behind a prefix that secret scanners know. */
  generateSecret(): string {
    return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
  }

  async seal(target: WebhookTarget, key: TargetKey): Promise<string> {
    return JSON.stringify(await sealSecret(this.wrapper, JSON.stringify(target), toSealContext(key)));
  }

  /** @throws UnsealError, UnknownSealingKeyError */
  async open(sealed: string, key: TargetKey): Promise<WebhookTarget> {
    const opened = await openSecret(this.wrapper, JSON.parse(sealed) as SealedSecret, toSealContext(key));
    return JSON.parse(opened) as WebhookTarget;
  }
}

export function toSealContext({ workspaceId, id, version }: TargetKey): SecretContext {
  return { workspace: workspaceId, integration: id, version, purpose: WEBHOOK_SEAL_PURPOSE };
}
