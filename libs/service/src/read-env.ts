import { ConfigError } from './config-error.js';
import type { EnvSource, EnvVariable } from './env-variable.js';

/** The variables a service reads, by the name it gives them. */
export type EnvShape = Readonly<Record<string, EnvVariable<unknown>>>;

/** What reading a shape gives. */
export type Env<S extends EnvShape> = { readonly [K in keyof S]: S[K] extends EnvVariable<infer T> ? T : never };

/** Reads every variable of the shape. Throws one ConfigError that lists every problem, not the first. */
export function readEnv<S extends EnvShape>(source: EnvSource, shape: S): Env<S> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(shape)) {
    try {
      values[key] = readVariable(source, variable);
    } catch (error) {
      problems.push(`${variable.name} ${error instanceof Error ? error.message : 'is wrong'}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Env<S>;
}

function readVariable(source: EnvSource, variable: EnvVariable<unknown>): unknown {
  const text = variable.read(source);
  // An empty variable is an absent one: that is what `NAME=` in a compose file or a ConfigMap means.
  if (text !== undefined && text !== '') return variable.parse(text);
  if (!variable.fallback) throw new Error('is required');
  return variable.fallback();
}
