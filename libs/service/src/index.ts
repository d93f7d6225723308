export { bootstrap, type BootstrapOptions } from './bootstrap.js';
export { ConfigError, EXIT_BAD_CONFIG } from './config-error.js';
export {
  envBool,
  envChoice,
  envInt,
  envJson,
  envPort,
  envSecret,
  envString,
  envUrl,
  optional,
  type EnvIntOptions,
  type EnvOptions,
  type EnvSource,
  type EnvUrlOptions,
  type EnvVariable,
} from './env-variable.js';
export { FILE_INTERVAL_MS, FileFollower, type FollowedFile } from './file-follower.js';
export { startHealthServer, type HealthServer } from './health.server.js';
export {
  BODY_LIMIT_BYTES,
  configureHttp,
  KEEP_ALIVE_TIMEOUT_MS,
  MalformedBodyError,
  REQUEST_ID_HEADER,
  type HttpOptions,
} from './http-application.js';
export { inputValidationPipe } from './input-validation.js';
export { LOG_LEVELS, type LogLevel } from './log-level.js';
export { ProblemDetailsFilter } from './problem-details.filter.js';
export { toProblemDetails, UNEXPECTED_CODE, type ProblemDetails, type ProblemPlace } from './problem-details.js';
export { readEnv, type Env, type EnvShape } from './read-env.js';
export { CHECK_TIMEOUT_MS, ReadinessRegistry, type NotReady, type ReadinessCheck } from './readiness-registry.js';
export { redact, REDACTED, redactText } from './redact.js';
export { currentRequestId, withRequestId } from './request-context.js';
export { defineConfig, type ServiceConfig } from './service-config.js';
export { ServiceLogger, type LoggerOptions } from './service-logger.js';
export { ServiceModule } from './service.module.js';
export { DRAIN_MS, SHUTDOWN_DEADLINE_MS } from './shutdown.js';
