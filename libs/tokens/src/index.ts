export type { AccessTokenClaims } from './access-token-claims.js';
export { type CanonicalArguments, canonicalArguments, readArguments } from './arguments/canonical-arguments.js';
export { type ArgumentsCheck, checkArguments } from './arguments/check-arguments.js';
export { assertGrantBinds, BINDING_VERSION, bindingHash, type BindingFields } from './binding-hash.js';
export { BindingMismatchError, InvalidBindingError, UnknownBindingVersionError } from './binding.errors.js';
export type { GrantClaims } from './grant-claims.js';
export { activateNextKey, announceKey, type KeySet, type RetiringKey, startKeySet, toJwks } from './key-set.js';
export type { RunTokenClaims } from './run-token-claims.js';
export { signGrant, signToken, type SignTokenOptions, type TokenIssuer } from './sign-token.js';
export {
  generateSigningKey,
  type Jwks,
  type PublicJwk,
  type SigningKey,
  toJwksOfKeys,
  toSigningKey,
  mergeJwks,
} from './signing-key.js';
export { CLOCK_TOLERANCE_SECONDS, type StandardClaims } from './standard-claims.js';
export { type ClaimsByType, GRANT_TTL_SECONDS, RUN_TOKEN_TTL_SECONDS, type TokenType } from './token-type.js';
export { InvalidKeySetError, InvalidTokenError, type TokenErrorCode } from './token.errors.js';
export {
  type IntegrationScope,
  type ScopeLookup,
  type Strictness,
  type ToolScope,
  toScopeLookup,
} from './tool-scope.js';
export { KeyRing } from './key-ring.js';
export { type Verified, VerifiedTokens, type VerifiedTokensOptions } from './verified-tokens.js';
export {
  createGrantVerifier,
  createVerifier,
  type TokenVerifier,
  type VerifiedToken,
  type VerifierOptions,
} from './verify-token.js';
export {
  createLocalKeyWrapper,
  generateKeyEncryptionKey,
  type KeyWrapper,
  parseKeyEncryptionKeys,
  type WrappedKey,
} from './sealing/key-wrapper.js';
export {
  generateSealingKeyPair,
  openSealed,
  sealFor,
  type SealingKeyPair,
  toPublicKeyPem,
} from './sealing/sealed-box.js';
export {
  openSecret,
  rewrapSecret,
  type SealedSecret,
  sealSecret,
  type SecretContext,
} from './sealing/sealed-secret.js';
export { CheckKeys, type KeyUse } from './sealing/rotation/check-keys.js';
export { RotateKeys } from './sealing/rotation/rotate-keys.js';
export { type RotationRun, runRotation } from './sealing/rotation/run-rotation.js';
export type { SecretStore, StoredSecret } from './sealing/rotation/stored-secret.js';
export { InvalidSealingKeyError, UnknownSealingKeyError, UnsealError } from './sealing/sealing.errors.js';
