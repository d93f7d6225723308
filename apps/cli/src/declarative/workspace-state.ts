import type { AgentForm, ApprovalSettingsForm, GroupForm, IntegrationForm, ToolForm, WebhookForm } from './manifest.js';

/** What there is, in the form of the file, with what a change of it needs to know. */
export interface Stored<Form> {
  readonly id: string;
  readonly name: string;
  readonly form: Form;
}

export interface StoredGroup extends Stored<Required<GroupForm>> {
  readonly version: number;
  /** Ids of the members, by e-mail. */
  readonly memberIds: ReadonlyMap<string, string>;
}

export interface StoredTool {
  readonly form: ToolForm & { readonly enabled: boolean; readonly requiresApproval: boolean };
  /** The server does not list it any more. */
  readonly isMissing: boolean;
  /** Why it cannot be read; nothing of it can be changed then. */
  readonly problem: string | null;
}

/** As far as it was read: only what a file is about is asked for. */
export interface StoredIntegration extends Stored<Omit<IntegrationForm, 'headers' | 'tools'>> {
  readonly headerNames: readonly string[];
  readonly hasClientSecret: boolean;
  /** False while nobody has authorized it, or no answer of it could be read yet: there is nothing to decide about then. */
  readonly isVerified: boolean;
  /** False while the policy service has not heard of the newest listing of its tools. */
  readonly isMerged: boolean;
  readonly version: number;
  /** Both null while the policy service has not heard of it. That of the tools is the workspace's. */
  readonly policyRevision: number | null;
  readonly toolsRevision: number | null;
  readonly tools: ReadonlyMap<string, StoredTool>;
}

export interface StoredAgent extends Stored<AgentForm> {
  readonly version: number;
}

export interface StoredWebhook extends Stored<WebhookForm> {
  readonly version: number;
  /** Its address is the secret, of which a part is shown. */
  readonly isUrlHidden: boolean;
}

/** A section is undefined where it was not read. */
export interface WorkspaceState {
  readonly approvalSettings?: { readonly form: Required<ApprovalSettingsForm>; readonly revision: number };
  readonly groups?: readonly StoredGroup[];
  /** Ids of the people in the workspace, by e-mail in lower case. */
  readonly people?: ReadonlyMap<string, string>;
  readonly integrations?: readonly StoredIntegration[];
  readonly agents?: readonly StoredAgent[];
  readonly webhooks?: readonly StoredWebhook[];
}
