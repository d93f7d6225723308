import { DatabaseModule } from '@countersign/database';
import { MessagingModule } from '@countersign/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import { ApprovalSettingsModule } from './approval-settings/approval-settings.module.js';
import { ApprovalEntity } from './approvals/approval.entity.js';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CatchUpsModule } from './catch-ups/catch-ups.module.js';
import type { Config } from './config.js';
import { EntitlementsModule } from './entitlements/entitlements.module.js';
import { IdentityChangesModule } from './identity-changes/identity-changes.module.js';
import { IntegrationEntity } from './integrations/integration.entity.js';
import { IntegrationsModule } from './integrations/integrations.module.js';
import { PolicyChangesModule } from './policy-changes/policy-changes.module.js';
import { PolicyReadiness } from './readiness.host.js';
import { StoresModule } from './stores.module.js';
import { ToolPoliciesModule } from './tool-policies/tool-policies.module.js';
import { ToolPolicyEntity } from './tool-policies/tool-policy.entity.js';
import { WebhookDeliveryEntity } from './webhooks/webhook-delivery.entity.js';
import { WebhookEntity } from './webhooks/webhook.entity.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

export const ENTITIES = [ApprovalEntity, IntegrationEntity, ToolPolicyEntity, WebhookEntity, WebhookDeliveryEntity];

@Module({})
export class AppModule {
  static forRoot({ database, nats, grantSigningKey, webhooks }: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        MessagingModule.forRoot({ service: 'policy', nats }),
        DatabaseModule.forRoot({
          service: 'policy',
          app: { url: database.appUrl },
          system: { url: database.systemUrl },
          entities: ENTITIES,
        }),
        StoresModule,
        ApprovalsModule.forRoot(grantSigningKey),
        ApprovalSettingsModule,
        AuditModule,
        CatchUpsModule,
        EntitlementsModule,
        IdentityChangesModule,
        IntegrationsModule,
        PolicyChangesModule,
        ToolPoliciesModule,
        WebhooksModule.forRoot(webhooks),
      ],
      providers: [PolicyReadiness],
    };
  }
}
