import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { WorkspacesModule } from '../workspaces/workspaces.module.js';
import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.client.js';
import { RateLimits } from './rate-limits.guard.js';
import { WorkspaceDoor } from './workspace-door.client.js';

/** The guard stands before every HTTP route; the bus has its own permissions and does not pass here. */
@Module({
  imports: [SessionsModule, TokensModule, UsersModule, WorkspacesModule],
  providers: [Authenticator, WorkspaceDoor, RateLimits, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authenticator, WorkspaceDoor],
})
export class AccessModule {}
