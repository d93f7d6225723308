import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@countersign/database';
import { Bus, MessagingModule } from '@countersign/messaging';
import { ReadinessRegistry } from '@countersign/service';
import { AccessModule } from './access/access.module.js';
import { AgentsModule } from './agents/agents.module.js';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { ApproverGroupEntity, ApproverGroupMemberEntity } from './approver-groups/approver-group.entity.js';
import { ApproverGroupsModule } from './approver-groups/approver-groups.module.js';
import { AuditEntryEntity } from './audit/audit-entry.entity.js';
import { AuditReadingModule } from './audit/audit-reading.module.js';
import { CallsModule } from './calls/calls.module.js';
import { CliLoginsModule } from './cli-logins/cli-logins.module.js';
import { CONFIG, type Config } from './config.js';
import { EntitlementsModule } from './entitlements/entitlements.module.js';
import { HealthModule } from './health/health.module.js';
import { IdempotencyKeyEntity } from './idempotency/idempotency-key.entity.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { IdentityChangeEntity } from './identity-changes/identity-change.entity.js';
import { IdentityChangesModule } from './identity-changes/identity-changes.module.js';
import { IntegrationsModule } from './integrations/integrations.module.js';
import { KeysModule } from './keys/keys.module.js';
import { LiveFeedModule } from './live-feed/live-feed.module.js';
import { MembersModule } from './members/members.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { InvitationEntity } from './invitations/invitation.entity.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { OidcModule } from './oidc/oidc.module.js';
import { OwnAccountModule } from './own-account/own-account.module.js';
import { PasswordResetsModule } from './password-resets/password-resets.module.js';
import { RunTokensModule } from './run-tokens/run-tokens.module.js';
import { RunsModule } from './runs/runs.module.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { TokenEntity } from './tokens/token.entity.js';
import { TokensModule } from './tokens/tokens.module.js';
import { ToolsModule } from './tools/tools.module.js';
import { MemberEntity, UserEntity } from './users/user.entity.js';
import { UsersModule } from './users/users.module.js';
import { WebModule } from './web/web.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { WorkspaceEntity } from './workspaces/workspace.entity.js';
import { WorkspacesModule } from './workspaces/workspaces.module.js';

const SERVICE = 'admin-gateway';
const ENTITIES = [
  WorkspaceEntity,
  UserEntity,
  MemberEntity,
  SessionEntity,
  TokenEntity,
  IdentityChangeEntity,
  IdempotencyKeyEntity,
  AuditEntryEntity,
  ApproverGroupEntity,
  ApproverGroupMemberEntity,
  InvitationEntity,
];
const IDENTITY = [
  WorkspacesModule,
  UsersModule,
  MembersModule,
  InvitationsModule,
  OidcModule,
  OwnAccountModule,
  PasswordResetsModule,
  ApproverGroupsModule,
  SessionsModule,
  TokensModule,
  CliLoginsModule,
  IdentityChangesModule,
  RunTokensModule,
];
const FORWARDED = [
  IntegrationsModule,
  ToolsModule,
  ApprovalsModule,
  CallsModule,
  StatisticsModule,
  AgentsModule,
  RunsModule,
  EntitlementsModule,
  WebhooksModule,
];

@Module({})
class ConfigModule {
  static forRoot(config: Config): DynamicModule {
    const provider = { provide: CONFIG, useValue: config };
    return { module: ConfigModule, global: true, providers: [provider], exports: [CONFIG] };
  }
}

@Module({})
export class AppModule {
  constructor(readiness: ReadinessRegistry, database: Database, bus: Bus) {
    readiness.register('database', async () => {
      await database.check();
      return true;
    });
    readiness.register('bus', () => bus.isConnected() || 'not connected');
  }

  static forRoot(config: Config): DynamicModule {
    const { appUrl, systemUrl } = config.database;
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        KeysModule,
        MessagingModule.forRoot({ service: SERVICE, nats: config.nats }),
        DatabaseModule.forRoot({
          service: SERVICE,
          app: { url: appUrl },
          system: { url: systemUrl },
          entities: ENTITIES,
        }),
        AccessModule,
        IdempotencyModule,
        HealthModule,
        OpenApiModule,
        AuditReadingModule,
        LiveFeedModule,
        OAuthModule,
        ...IDENTITY,
        ...FORWARDED,
        // Its last route takes every path that nobody else has.
        WebModule,
      ],
    };
  }
}
