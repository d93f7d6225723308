import { type DynamicModule, Module } from '@nestjs/common';
import type { SigningKey } from '@countersign/tokens';
import { StoresModule } from '../stores.module.js';
import { AnnounceOutcomes } from './announce-outcomes.use-case.js';
import { ApprovalExpirySweeper } from './approval-expiry.sweeper.js';
import { ApprovalReminderRepository } from './approval-reminder.repository.js';
import { ApprovalReminderSweeper } from './approval-reminder.sweeper.js';
import { ApprovalOutcomesResponder } from './approval-outcomes.responder.js';
import { ApprovalRequestedConsumer } from './approval-requested.consumer.js';
import { ApprovalWithdrawnConsumer } from './approval-withdrawn.consumer.js';
import { ApprovalStatisticsResponder } from './approval-statistics.responder.js';
import { GetApprovalStatistics } from './approval-statistics.use-case.js';
import { ApprovalToolsRepository } from './approval-tools.repository.js';
import { ApprovalsResponder } from './approvals.responder.js';
import { AssertMayDecide } from './assert-may-decide.use-case.js';
import { CancelApproval } from './cancel-approval.use-case.js';
import { ApprovalObjections, CreateApproval } from './create-approval.use-case.js';
import { DecideApproval, RecordDecision } from './decide-approval.use-case.js';
import { DecideApprovals } from './decide-approvals.use-case.js';
import { EarlyCancellationSweeper } from './early-cancellation.sweeper.js';
import { GetApproval } from './get-approval.use-case.js';
import { GRANT_SIGNING_KEY } from './grant-signing-key.js';
import { InvalidateApprovals } from './invalidate-approvals.use-case.js';
import { ListApprovals } from './list-approvals.use-case.js';
import { PrepareEdit } from './prepare-edit.use-case.js';

@Module({})
export class ApprovalsModule {
  static forRoot(signingKey: SigningKey): DynamicModule {
    return {
      module: ApprovalsModule,
      global: true,
      imports: [StoresModule],
      controllers: [ApprovalsResponder, ApprovalStatisticsResponder, ApprovalOutcomesResponder],
      providers: [
        { provide: GRANT_SIGNING_KEY, useValue: signingKey },
        AnnounceOutcomes,
        ApprovalExpirySweeper,
        ApprovalObjections,
        ApprovalReminderRepository,
        ApprovalReminderSweeper,
        ApprovalRequestedConsumer,
        ApprovalToolsRepository,
        ApprovalWithdrawnConsumer,
        AssertMayDecide,
        CancelApproval,
        CreateApproval,
        DecideApproval,
        DecideApprovals,
        EarlyCancellationSweeper,
        GetApproval,
        GetApprovalStatistics,
        InvalidateApprovals,
        ListApprovals,
        PrepareEdit,
        RecordDecision,
      ],
      exports: [InvalidateApprovals],
    };
  }
}
