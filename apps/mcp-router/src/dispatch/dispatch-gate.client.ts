import { Injectable } from '@nestjs/common';
import { assertNever } from '@countersign/contracts';
import type { Call } from '../calls/call.js';
import { Copies } from '../copies/copies.js';
import { CopiesHost } from '../copies/copies.host.js';
import { isIdempotent, judgeDispatch, type DispatchVerdict, type JudgedCall } from '../gate/call-gate.js';
import type { Withheld } from './attempt.js';
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
    this.host.assertCurrent(call.workspaceId);
    if (call.tool !== null) await this.freshness.ensure(call.workspaceId, call.tool);
    this.host.assertCurrent(call.workspaceId);
  }

  /** `wait`: the rules are not known well enough to say anything. */
  judge(call: JudgedCall): DispatchVerdict | { readonly action: 'wait' } {
    return this.host.isCurrent(call.workspaceId) ? judgeDispatch(this.copies, call) : { action: 'wait' };
  }

  /** Whether a call that was lost may be sent again, by what people have declared by now. Null: nobody can say at present. */
  mayRepeat(call: Call): boolean | null {
    return this.host.isCurrent(call.workspaceId) ? isIdempotent(this.copies, call) : null;
  }

  /** The last look, in memory, with nothing awaited between it and the first byte. Null: it may be sent. */
  withhold(call: JudgedCall): Withheld | null {
    const verdict = this.judge(call);
    switch (verdict.action) {
      case 'proceed':
        return null;
      case 'wait':
        return { kind: 'withheld', reason: 'The rules are being caught up with.', isFinal: false };
      case 'invalidate':
        return { kind: 'withheld', reason: verdict.reason.text, isFinal: true };
      default:
        return assertNever(verdict);
    }
  }
}
