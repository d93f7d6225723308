import {
  getApprovalSettings,
  updateApprovalSettings,
  UpdateWorkspaceApprovalSettingsRequest,
  type WorkspaceApprovalSettings,
  WorkspaceApprovalSettingsRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { ApprovalSettingsRepository } from './approval-settings.repository.js';
import { UpdateApprovalSettings } from './update-approval-settings.use-case.js';

@Responder()
export class ApprovalSettingsResponder {
  constructor(
    private readonly database: Database,
    private readonly settings: ApprovalSettingsRepository,
    private readonly updating: UpdateApprovalSettings,
  ) {}

  @Responds(getApprovalSettings)
  async get({ workspaceId }: WorkspaceApprovalSettingsRequest): Promise<WorkspaceApprovalSettings> {
    return this.database.read(workspaceId, (tx) => this.settings.get(tx, workspaceId));
  }

  @Responds(updateApprovalSettings)
  async update(request: UpdateWorkspaceApprovalSettingsRequest): Promise<WorkspaceApprovalSettings> {
    return this.updating.execute(request);
  }
}
