import type { AgentToolScope, ModelParameters } from '@countersign/contracts';

/** A field that is absent is left as it is; one that is null goes back to what it is when nobody sets it. */
export interface ToolForm {
  readonly enabled?: boolean;
  readonly requiresApproval?: boolean;
  readonly idempotent?: boolean;
  readonly approval?: {
    readonly expiresInSeconds?: number;
    readonly allowSelfApproval?: boolean;
    readonly approverGroup?: string | null;
  };
}

export interface IntegrationPolicyForm {
  readonly posture?: string;
  readonly trusted?: boolean;
  readonly resources?: boolean;
  readonly prompts?: boolean;
}

export interface OAuthForm {
  readonly clientId?: string;
  /** A template: see secret-template.ts. */
  readonly clientSecret?: string;
  readonly clientAuthMethod?: string;
  readonly scopes?: readonly string[];
  readonly issuer?: string;
}

export interface IntegrationForm {
  readonly displayName?: string;
  readonly description?: string;
  readonly url: string;
  readonly transport?: string;
  readonly timeoutSeconds?: number;
  readonly auth?: string;
  /** Templates of their values: see secret-template.ts. */
  readonly headers?: ReadonlyMap<string, string>;
  readonly oauth?: OAuthForm;
  readonly policy?: IntegrationPolicyForm;
  /** By the name that the server gives them, of which every byte counts. */
  readonly tools?: ReadonlyMap<string, ToolForm>;
}

export interface GroupForm {
  readonly description?: string;
  /** E-mail addresses. */
  readonly members?: readonly string[];
}

export interface AgentForm {
  readonly instructions: string;
  readonly provider?: string | null;
  readonly model?: string | null;
  readonly parameters?: ModelParameters | null;
  readonly tools?: readonly AgentToolScope[] | null;
  readonly strictness?: string | null;
  readonly turnsMax?: number | null;
  readonly tokensMax?: number | null;
  readonly wallSecondsMax?: number | null;
  readonly parallelCallsMax?: number | null;
}

export interface WebhookForm {
  /** A template where the format is `slack`: there the address is the secret. */
  readonly url: string;
  readonly events: readonly string[];
  readonly format?: string;
  readonly enabled?: boolean;
}

export interface ApprovalSettingsForm {
  readonly allowSelfApproval?: boolean;
}

/** What one file says. A section that it leaves out is nothing of its business. Entries are in the file's order. */
export interface Manifest {
  readonly approvalSettings?: ApprovalSettingsForm;
  readonly groups?: ReadonlyMap<string, GroupForm>;
  readonly integrations?: ReadonlyMap<string, IntegrationForm>;
  readonly agents?: ReadonlyMap<string, AgentForm>;
  readonly webhooks?: ReadonlyMap<string, WebhookForm>;
}
