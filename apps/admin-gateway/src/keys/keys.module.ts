import { Global, Module, type Provider } from '@nestjs/common';
import { FileFollower, type FollowedFile, ReadinessRegistry } from '@countersign/service';
import { KeyRing } from '@countersign/tokens';
import { CONFIG, type Config, readJwks, verifyingKeys } from '../config.js';

const ring: Provider = {
  provide: KeyRing,
  inject: [CONFIG],
  useFactory: (config: Config) => new KeyRing(verifyingKeys(config)),
};

const follower: Provider = {
  provide: FileFollower,
  inject: [CONFIG, KeyRing, ReadinessRegistry],
  useFactory: (config: Config, keys: KeyRing, readiness: ReadinessRegistry) =>
    new FileFollower(filesOf(config, keys), readiness),
};

/** By which tokens are verified: with its own key, and with those of the file, which can be replaced without a restart. */
@Global()
@Module({ providers: [ring, follower], exports: [KeyRing] })
export class KeysModule {}

function filesOf({ otherKeysFile, signingKey }: Config, keys: KeyRing): FollowedFile[] {
  if (otherKeysFile === undefined) return [];
  const take = (text: string): boolean => keys.replace(verifyingKeys({ signingKey, otherKeys: readJwks(text) }));
  return [{ name: 'GATEWAY_JWKS_FILE', path: otherKeysFile, take }];
}
