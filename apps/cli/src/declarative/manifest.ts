import type { Schemas } from '@countersign/api-client';

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

export type IntegrationPolicyForm = Readonly<Schemas['UpdateIntegrationPolicyBody']>;

/** Its `clientSecret` is a template: see secret-template.ts. */
export type OAuthForm = Readonly<Schemas['OAuthSettings']>;

type IntegrationSettings = Pick<
  Schemas['UpdateIntegrationBody'],
  'displayName' | 'description' | 'transport' | 'timeoutSeconds' | 'auth'
>;

export interface IntegrationForm extends Readonly<IntegrationSettings> {
  readonly url: string;
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

type AgentSettings = Required<Omit<Schemas['UpdateAgentBody'], 'name' | 'instructions' | 'clear' | 'integrations'>>;

export type AgentForm = { readonly instructions: string } & {
  readonly [Field in keyof AgentSettings]?: AgentSettings[Field] | null;
};

export interface WebhookForm {
  /** A template where the format is `slack`: there the address is the secret. */
  readonly url: string;
  readonly events: Schemas['WebhookView']['events'];
  readonly format?: Schemas['WebhookView']['format'];
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
