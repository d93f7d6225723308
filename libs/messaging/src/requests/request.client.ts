import { randomUUID } from 'node:crypto';
import type { RequestContract } from '@countersign/contracts';
import { errors, headers, type Msg, RequestError } from '@nats-io/transport-node';
import type { Bus } from '../bus/bus.js';
import { REQUEST_BYTES_MAX } from '../limits.js';
import {
  InvalidReplyError,
  RemoteError,
  RequestRefusedError,
  RequestTimeoutError,
  ServiceUnavailableError,
} from '../messaging.errors.js';
import { REQUEST_ID_HEADER } from '../names.js';
import { currentRequestId } from '../request-context.js';
import { toDto } from '../validation/to-dto.js';
import { encode } from './wire.js';
import { WireReplyDto } from './wire-reply.dto.js';

export interface AskOptions {
  /** Instead of the contract's. */
  readonly timeoutMs?: number;
  /** Instead of the id of the request being worked on. */
  readonly requestId?: string;
}

/** Sends requests to other services. It never repeats one: only the caller knows whether that is safe. */
export class RequestClient {
  constructor(private readonly bus: Bus) {}

  /**
   * @returns the validated answer, an instance of the contract's output class.
   * @throws RequestTimeoutError the request may have been carried out
   * @throws ServiceUnavailableError nobody listens, or no connection; it was not carried out
   * @throws RemoteError with the code, message and details of the responder
   * @throws InvalidReplyError, RequestRefusedError, MessageTooLargeError
   */
  async ask<I extends object, O extends object>(
    contract: RequestContract<I, O>,
    input: I,
    options: AskOptions = {},
  ): Promise<O> {
    // A request buffered while disconnected would be sent after the reconnect, long after its caller gave up.
    if (!this.bus.isConnected()) throw new ServiceUnavailableError(contract.subject);
    const payload = encode(contract.subject, input, REQUEST_BYTES_MAX);
    const timeoutMs = options.timeoutMs ?? contract.timeoutMs;
    const requestHeaders = headers();
    requestHeaders.set(REQUEST_ID_HEADER, options.requestId ?? currentRequestId() ?? randomUUID());
    const reply = await this.bus.connection
      .request(contract.subject, payload, { timeout: timeoutMs, headers: requestHeaders })
      .catch((error: unknown) => {
        throw toRequestFailure(error, contract.subject, timeoutMs);
      });
    return readReply(contract, reply);
  }
}

function toRequestFailure(error: unknown, subject: string, timeoutMs: number): unknown {
  const options = { cause: error };
  const reason = error instanceof RequestError && error.cause ? error.cause : error;
  if (reason instanceof errors.TimeoutError) return new RequestTimeoutError(subject, timeoutMs, options);
  if (reason instanceof errors.PermissionViolationError) return new RequestRefusedError(subject, options);
  if (reason instanceof errors.NoRespondersError) return new ServiceUnavailableError(subject, options);
  if (reason instanceof errors.ClosedConnectionError || reason instanceof errors.DrainingConnectionError) {
    return new ServiceUnavailableError(subject, options);
  }
  return error;
}

function readReply<O extends object>(contract: RequestContract<object, O>, message: Msg): O {
  const reply = parseReply(contract, message);
  if (!reply.ok) throw toRemoteError(contract, reply);
  try {
    return toDto(contract.output, reply.data, { unknownFields: 'tolerate', pointer: '/data' });
  } catch (cause) {
    throw new InvalidReplyError(contract.subject, { cause });
  }
}

function parseReply(contract: RequestContract<object, object>, message: Msg): WireReplyDto {
  try {
    return toDto(WireReplyDto, message.json(), { unknownFields: 'tolerate' });
  } catch (cause) {
    throw new InvalidReplyError(contract.subject, { cause });
  }
}

function toRemoteError(contract: RequestContract<object, object>, { error }: WireReplyDto): Error {
  if (!error) return new InvalidReplyError(contract.subject);
  return new RemoteError(error.code, error.message, error.details ?? {});
}
