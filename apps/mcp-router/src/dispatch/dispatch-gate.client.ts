import { Injectable } from '@nestjs/common';
import type { DispatchResult } from '@countersign/tool-policy';
import type { Call } from '../calls/call.js';
import { Copies } from '../copies/copies.js';
import { CopiesHost } from '../copies/copies.host.js';
import { judgeDispatch } from '../gate/call-gate.js';
import { DefinitionFreshness } from './definition-freshness.client.js';

/** The second evaluation: the rules as they are now, over what was approved then. */
@Injectable()
export class DispatchGate {
  constructor(
    private readonly copies: Copies,
    private readonly host: CopiesHost,
    private readonly freshness: DefinitionFreshness,
  ) {}

  /** @throws when the copies are behind, or the server cannot be asked: later, not never */
  async ensureFreshDefinition(call: Call): Promise<void> {
    this.host.assertCurrent();
    if (call.tool !== null) await this.freshness.ensure(call.workspaceId, call.tool);
    this.host.assertCurrent();
  }

  /** `wait`: the rules are not known well enough to say anything. */
  judge(call: Call): DispatchResult | { readonly action: 'wait' } {
    return this.host.isCurrent() ? judgeDispatch(this.copies, call) : { action: 'wait' };
  }
}
