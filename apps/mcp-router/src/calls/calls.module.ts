import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { createGrantVerifier, type KeyRing } from '@countersign/tokens';
import { ApplyDecision } from '../approvals/apply-decision.use-case.js';
import { ApprovalDecidedConsumer } from '../approvals/approval-decided.consumer.js';
import { ApprovalOutcomeClient } from '../approvals/approval-outcome.client.js';
import { ConsumedGrantRepository } from '../approvals/consumed-grant.repository.js';
import { EditedArgumentsClient } from '../approvals/edited-arguments.client.js';
import { GrantReader } from '../approvals/grant-reader.js';
import { AnnounceApprovalAgain, ReconcileApproval } from '../approvals/reconcile-approval.use-case.js';
import { WithdrawApproval } from '../approvals/withdraw-approval.use-case.js';
import { AllowedCalls } from '../dispatch/allowed-calls.repository.js';
import { CallSender } from '../dispatch/call-sender.client.js';
import { DefinitionFreshness } from '../dispatch/definition-freshness.client.js';
import { DispatchCall } from '../dispatch/dispatch-call.use-case.js';
import { DispatchGate } from '../dispatch/dispatch-gate.client.js';
import { DispatchRepository } from '../dispatch/dispatch.repository.js';
import { Dispatcher } from '../dispatch/dispatcher.host.js';
import { GracefulStop } from '../dispatch/graceful-stop.host.js';
import { InFlight } from '../dispatch/in-flight.host.js';
import { IntegrationSlots, type SlotOptions } from '../dispatch/integration-slots.host.js';
import { LedgerSweeper } from '../dispatch/ledger.sweeper.js';
import { RecordOutcome } from '../dispatch/record-outcome.use-case.js';
import { RecoverCalls } from '../dispatch/recover-calls.use-case.js';
import { RunAllowedCall } from '../dispatch/run-allowed-call.use-case.js';
import { UnconfirmedIntents } from '../dispatch/unconfirmed-intents.repository.js';
import { SweepRepository } from '../dispatch/sweep.repository.js';
import { UpstreamRequests } from '../dispatch/upstream-requests.client.js';
import { OffersModule } from '../offers/offers.module.js';
import { ParameterHeaders } from '../upstream/parameter-headers.client.js';
import { UpstreamResolver } from '../upstream/resolve-upstream.client.js';
import { UpstreamOpener } from '../upstream/upstream-opener.client.js';
import { AwaitCall } from './await-call.use-case.js';
import { CallReader } from './call-reader.repository.js';
import { CallRepository } from './call.repository.js';
import { CallResultRepository } from './call-result.repository.js';
import { CallSignals } from './call-signals.js';
import { CallStoryRepository } from './call-story.repository.js';
import { CallTransitionRepository } from './call-transition.repository.js';
import { CallsResponder, SubmissionsResponder } from './calls.responder.js';
import { CallsTeller } from './calls-teller.host.js';
import { CancelCall } from './cancel-call.use-case.js';
import { CancelRunCalls } from './cancel-run-calls.use-case.js';
import { LedgerBatchRepository } from './ledger-batch.repository.js';
import { LedgerWriter } from './ledger-writer.repository.js';
import { ResolutionRepository } from './resolution.repository.js';
import { ResolveCall } from './resolve-call.use-case.js';
import { RunCallsResponder } from './run-calls.responder.js';
import { RunCancelledConsumer } from './run-cancelled.consumer.js';
import { SettledCalls } from './settled-calls.host.js';
import { SubmissionRepository } from './submission.repository.js';
import { SubmitCall } from './submit-call.use-case.js';

const LEDGER: Provider[] = [
  CallRepository,
  CallTransitionRepository,
  CallResultRepository,
  CallReader,
  CallStoryRepository,
  CallSignals,
  CallsTeller,
  LedgerBatchRepository,
  LedgerWriter,
  ResolutionRepository,
  SettledCalls,
  SubmissionRepository,
  SubmitCall,
  CancelCall,
  CancelRunCalls,
  ResolveCall,
  AwaitCall,
  RunCancelledConsumer,
];

const DISPATCH: Provider[] = [
  {
    provide: CallSender,
    inject: [UpstreamResolver, UpstreamOpener, ParameterHeaders],
    useFactory: (...parts: ConstructorParameters<typeof CallSender>) => new CallSender(...parts),
  },
  DefinitionFreshness,
  DispatchGate,
  DispatchRepository,
  RecordOutcome,
  DispatchCall,
  Dispatcher,
  InFlight,
  GracefulStop,
  AllowedCalls,
  UnconfirmedIntents,
  RunAllowedCall,
  RecoverCalls,
  SweepRepository,
  UpstreamRequests,
  LedgerSweeper,
];

const APPROVALS: Provider[] = [
  AnnounceApprovalAgain,
  ApplyDecision,
  ApprovalDecidedConsumer,
  ApprovalOutcomeClient,
  ConsumedGrantRepository,
  EditedArgumentsClient,
  ReconcileApproval,
  WithdrawApproval,
];

/** The ledger and everything that moves it: submissions, approvals, dispatches. One module, because they are one state machine. */
@Module({})
export class CallsModule {
  static forRoot(policyKeys: KeyRing, slots?: SlotOptions): DynamicModule {
    const grants: Provider = { provide: GrantReader, useValue: new GrantReader(createGrantVerifier(policyKeys)) };
    const places: Provider = { provide: IntegrationSlots, useValue: new IntegrationSlots(slots) };
    return {
      module: CallsModule,
      imports: [OffersModule],
      controllers: [SubmissionsResponder, CallsResponder, RunCallsResponder],
      providers: [...LEDGER, ...DISPATCH, ...APPROVALS, grants, places],
      exports: [SubmitCall, AwaitCall, CallReader, CancelCall, InFlight, UpstreamRequests],
    };
  }
}
