import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import type { LogLevel } from './log-level.js';
import { redact, redactText } from './redact.js';
import { currentRequestId } from './request-context.js';

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Where the lines go; standard output by default. */
  readonly destination?: DestinationStream;
}

type PinoLevel = Exclude<LogLevel, 'silent'>;

/**
 * JSON lines through pino, as the logger of Nest. Every value is redacted before it is written.
 *
 * `new Logger('Discovery').log('discovered', { integrationId, tools: 12 })` writes
 * `{"level":"info","time":"…","service":"…","context":"Discovery","integrationId":"…","tools":12,"msg":"discovered"}`.
 * Objects are merged into the line, an Error becomes `err`, the last string is Nest's context.
 */
export class ServiceLogger implements LoggerService {
  private readonly pino: Pino;

  constructor({ service, level, destination }: LoggerOptions) {
    const options = {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    // Synchronous, so that the last line before an exit or a crash is not lost in a buffer.
    this.pino = pino(options, destination ?? pino.destination({ dest: 1, sync: true }));
  }

  log(message: unknown, ...parameters: unknown[]): void {
    this.write('info', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.write('error', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write('warn', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write('trace', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write('fatal', message, parameters);
  }

  private write(level: PinoLevel, message: unknown, parameters: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const requestId = currentRequestId();
    const text = typeof message === 'string' ? [redactText(message)] : [];
    const fields = toFields(typeof message === 'string' ? parameters : [message, ...parameters]);
    this.pino[level]({ ...(requestId === undefined ? {} : { requestId }), ...fields }, ...text);
  }
}

/** Nest passes `(message, ...parameters, context)`, and for an error sometimes its stack as text. */
function toFields(parameters: readonly unknown[]): object {
  const last = parameters.at(-1);
  const hasContext = typeof last === 'string' && !isStack(last);
  const rest = hasContext ? parameters.slice(0, -1) : parameters;
  return Object.assign(hasContext ? { context: last } : {}, ...rest.map(toField)) as object;
}

function toField(parameter: unknown): object {
  if (parameter instanceof Error) return { err: redact(parameter) };
  if (typeof parameter === 'string')
    return isStack(parameter) ? { stack: redactText(parameter) } : { detail: redactText(parameter) };
  if (Array.isArray(parameter)) return { detail: redact(parameter) };
  if (typeof parameter === 'object' && parameter !== null) return redact(parameter) as object;
  return parameter === undefined ? {} : { detail: parameter };
}

function isStack(text: string): boolean {
  return /\n\s+at /.test(text);
}
