import { type DynamicModule, Module } from '@nestjs/common';
import { FileFollower, type FollowedFile, ReadinessRegistry } from '@countersign/service';
import type { KeyRing } from '@countersign/tokens';
import { type RouterConfig, usableJwks } from '../config.js';

interface Rings {
  readonly gateway: KeyRing;
  readonly policy: KeyRing;
}

/** Public keys that are replaced in their files are used without a restart. */
@Module({})
export class KeysModule {
  static forRoot(rings: Rings, paths: RouterConfig['keys']['files']): DynamicModule {
    const files: FollowedFile[] = [];
    if (paths.gateway !== undefined) {
      const take = (text: string): boolean => rings.gateway.replace(usableJwks(text, 'admin-gateway'));
      files.push({ name: 'GATEWAY_JWKS_FILE', path: paths.gateway, take });
    }
    if (paths.policy !== undefined) {
      const take = (text: string): boolean => rings.policy.replace(usableJwks(text, 'policy'));
      files.push({ name: 'POLICY_JWKS_FILE', path: paths.policy, take });
    }
    const follower = {
      provide: FileFollower,
      inject: [ReadinessRegistry],
      useFactory: (readiness: ReadinessRegistry) => new FileFollower(files, readiness),
    };
    return { module: KeysModule, providers: [follower] };
  }
}
