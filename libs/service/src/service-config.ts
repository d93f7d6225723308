import { envChoice, envPort, envString, type EnvSource } from './env-variable.js';
import { LOG_LEVELS, type LogLevel } from './log-level.js';
import { readEnv, type Env, type EnvShape } from './read-env.js';

/** What every service is configured with; a service's own Config extends it. */
export interface ServiceConfig {
  readonly log: { readonly level: LogLevel };
  readonly health: { readonly host: string; readonly port: number };
}

const SERVICE_SHAPE = {
  logLevel: envChoice('LOG_LEVEL', LOG_LEVELS, { default: 'info' }),
  healthHost: envString('HEALTH_HOST', { default: '127.0.0.1' }),
  healthPort: envPort('HEALTH_PORT'),
};

/**
 * The configuration of a service as two pure steps: the environment becomes typed values, these become the Config.
 * The variables that every service has (`LOG_LEVEL`, `HEALTH_HOST`, `HEALTH_PORT`) are added.
 *
 * ```ts
 * export const readConfig = defineConfig({ databaseUrl: envSecret('DATABASE_URL') }, (env) => ({ database: { url: env.databaseUrl } }));
 * ```
 *
 * `toConfig` may throw a ConfigError of its own, for what concerns several variables.
 */
export function defineConfig<S extends EnvShape, C extends object>(
  shape: S,
  toConfig: (env: Env<S>) => C,
): (source: EnvSource) => C & ServiceConfig {
  return (source) => {
    const { service, own } = readEnvs(source, shape);
    return {
      ...toConfig(own),
      log: { level: service.logLevel },
      health: { host: service.healthHost, port: service.healthPort },
    };
  };
}

/** One reading of both shapes, so that all problems come in one error. */
function readEnvs<S extends EnvShape>(
  source: EnvSource,
  shape: S,
): { service: Env<typeof SERVICE_SHAPE>; own: Env<S> } {
  const env = readEnv(source, { ...prefixed('own', shape), ...prefixed('service', SERVICE_SHAPE) }) as Record<
    string,
    unknown
  >;
  const pick = (prefix: string, keys: EnvShape): object =>
    Object.fromEntries(Object.keys(keys).map((key) => [key, env[`${prefix}.${key}`]]));
  return { service: pick('service', SERVICE_SHAPE) as Env<typeof SERVICE_SHAPE>, own: pick('own', shape) as Env<S> };
}

function prefixed(prefix: string, shape: EnvShape): EnvShape {
  return Object.fromEntries(Object.entries(shape).map(([key, variable]) => [`${prefix}.${key}`, variable]));
}
