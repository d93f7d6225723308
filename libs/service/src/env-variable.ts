import { readFileSync } from 'node:fs';

/** The environment as the process got it. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/** One variable of the environment: its name, and how its text becomes a value. `parse` throws an Error that says what is wrong. */
export interface EnvVariable<T> {
  readonly name: string;
  readonly read: (source: EnvSource) => string | undefined;
  readonly parse: (text: string) => T;
  /** What an absent variable means; absent itself when the variable is required. */
  readonly fallback?: () => T;
}

export interface EnvOptions<T> {
  readonly default?: T;
}

export interface EnvIntOptions extends EnvOptions<number> {
  readonly min?: number;
  readonly max?: number;
}

export interface EnvUrlOptions extends EnvOptions<string> {
  /** With the colon, as in `URL.protocol`. Absent: any. */
  readonly protocols?: readonly string[];
}

/** Text that is not empty. */
export function envString(name: string, options: EnvOptions<string> = {}): EnvVariable<string> {
  return variable(name, (text) => text, options);
}

/** A whole number within `min` and `max`, both included. */
export function envInt(name: string, options: EnvIntOptions = {}): EnvVariable<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options;
  const parse = (text: string): number => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) throw new Error('is not a whole number');
    if (value < min || value > max) throw new Error(`is not between ${min} and ${max}`);
    return value;
  };
  return variable(name, parse, options);
}

/** A TCP port; 0 lets the system choose. */
export function envPort(name: string, options: EnvOptions<number> = {}): EnvVariable<number> {
  return envInt(name, { ...options, min: 0, max: 65_535 });
}

/** `true` or `false`, nothing else: "0", "no" and "off" mean different things to different people. */
export function envBool(name: string, options: EnvOptions<boolean> = {}): EnvVariable<boolean> {
  return envOneOf(name, ['true', 'false'], (text) => text === 'true', options);
}

/** One of the given words. */
export function envChoice<T extends string>(
  name: string,
  choices: readonly T[],
  options: EnvOptions<T> = {},
): EnvVariable<T> {
  return envOneOf(name, choices, (text) => text as T, options);
}

/** An absolute URL, kept as text exactly as it was given: a driver may read what `URL` would rewrite. */
export function envUrl(name: string, options: EnvUrlOptions = {}): EnvVariable<string> {
  const parse = (text: string): string => {
    if (!URL.canParse(text)) throw new Error('is not an absolute URL');
    const { protocols } = options;
    if (protocols && !protocols.includes(new URL(text).protocol))
      throw new Error(`does not start with ${protocols.join(' or ')}`);
    return text;
  };
  return variable(name, parse, options);
}

/** JSON. `parse` checks and types the value, and throws an Error that says what is wrong with it. */
export function envJson<T>(name: string, parse: (value: unknown) => T, options: EnvOptions<T> = {}): EnvVariable<T> {
  return variable(name, (text) => parse(toJson(text)), options);
}

/** A secret: the variable itself, or the file that `NAME_FILE` points at (as container platforms mount them), without its last line end. */
export function envSecret(name: string, options: EnvOptions<string> = {}): EnvVariable<string> {
  const read = (source: EnvSource): string | undefined => {
    const path = source[`${name}_FILE`];
    if (path === undefined || path === '') return source[name];
    if (source[name]) throw new Error(`is given twice: by itself and by ${name}_FILE`);
    return readSecretFile(path);
  };
  return { ...variable(name, (text) => text, options), read };
}

/** The variable may be absent. */
export function optional<T>(inner: EnvVariable<T>): EnvVariable<T | undefined> {
  return { ...inner, fallback: () => undefined };
}

function envOneOf<T>(
  name: string,
  words: readonly string[],
  parse: (text: string) => T,
  options: EnvOptions<T>,
): EnvVariable<T> {
  const check = (text: string): T => {
    if (!words.includes(text)) throw new Error(`is not one of ${words.join(', ')}`);
    return parse(text);
  };
  return variable(name, check, options);
}

function variable<T>(name: string, parse: (text: string) => T, options: EnvOptions<T>): EnvVariable<T> {
  const { default: value } = options;
  return { name, parse, read: (source) => source[name], ...(value === undefined ? {} : { fallback: () => value }) };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text, which may hold a secret.
    throw new Error('is not JSON', { cause: error });
  }
}

function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Error(`names a file that cannot be read (${path})`, { cause: error });
  }
}
