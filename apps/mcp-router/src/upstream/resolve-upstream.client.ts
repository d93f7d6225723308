import {
  DomainError,
  resolveUpstream,
  upstreamSealContext,
  type RefusedCredentials,
  type UpstreamView,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { openSealed } from '@countersign/tokens';
import type { CalledTool } from '../calls/call.js';
import { freshUntilMs } from './fresh-until.js';
import { CredentialsRefusedError, NotConnectedError } from './upstream.errors.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/** Integrations whose addresses are kept; more only means that some are asked for again. */
const TARGETS_MAX = 10_000;

interface Known {
  readonly target: UpstreamTarget;
  /** By the clock of the wall, like the end of a token. */
  readonly freshUntilMs: number;
}

interface Asking {
  readonly refused: RefusedCredentials | undefined;
  readonly answer: Promise<UpstreamTarget>;
}

/** The integration's id and the connection revision that the call was made for. */
export interface WantedUpstream extends Pick<CalledTool, 'integrationId'> {
  readonly workspaceId: string;
  readonly connectionRevision: number;
}

/**
 * Where an integration is and how to get in. Asked for a new connection revision, once a minute, and when credentials end
 * or were refused; one request per integration at a time, which everybody else waits for. Credentials arrive sealed to
 * this router and are kept in memory only.
 */
export class UpstreamResolver {
  private readonly known = new Map<string, Known>();
  private readonly asking = new Map<string, Asking>();

  constructor(
    private readonly requests: RequestClient,
    private readonly privateKeyPem: string,
  ) {}

  /**
   * `refused`: what the server did not accept; newer credentials are wanted.
   *
   * @throws NotConnectedError when the registry has moved on from that revision, or nobody has authorized the integration;
   * CredentialsRefusedError when there is nothing newer than what was refused
   */
  async resolve(wanted: WantedUpstream, refused?: RefusedCredentials): Promise<UpstreamTarget> {
    const target = refused === undefined ? await this.current(wanted) : await this.renewed(wanted, refused);
    if (target.connectionRevision !== wanted.connectionRevision) {
      throw new NotConnectedError('the integration was pointed at another server meanwhile');
    }
    return target;
  }

  /** Whatever is known of it. @throws like `resolve` */
  async resolveAnew(wanted: WantedUpstream): Promise<UpstreamTarget> {
    this.known.delete(keyOf(wanted));
    return this.resolve(wanted);
  }

  private async current(wanted: WantedUpstream): Promise<UpstreamTarget> {
    const key = keyOf(wanted);
    for (;;) {
      const known = this.known.get(key);
      if (known !== undefined && isEnough(known.target, wanted) && Date.now() < known.freshUntilMs) return known.target;
      const asking = this.asking.get(key);
      if (asking === undefined) return this.ask(wanted);
      // It may have been asked before the integration was pointed elsewhere; then it is asked again.
      const target = await asking.answer;
      if (isEnough(target, wanted)) return target;
    }
  }

  private async renewed(wanted: WantedUpstream, refused: RefusedCredentials): Promise<UpstreamTarget> {
    const key = keyOf(wanted);
    for (;;) {
      const known = this.known.get(key)?.target;
      if (known !== undefined && isNewer(known, wanted, refused)) return known;
      const asking = this.asking.get(key);
      if (asking === undefined) return this.newer(wanted, refused, this.ask(wanted, refused));
      if (isSameRefusal(asking.refused, refused)) return this.newer(wanted, refused, asking.answer);
      // Somebody asked for something else: what comes may do, and then there is no need to ask.
      await asking.answer.catch(() => undefined);
    }
  }

  private async newer(
    wanted: WantedUpstream,
    refused: RefusedCredentials,
    answer: Promise<UpstreamTarget>,
  ): Promise<UpstreamTarget> {
    try {
      const target = await answer;
      if (isNewer(target, wanted, refused)) return target;
    } catch (error) {
      if (!(error instanceof NotConnectedError)) throw error;
      this.known.delete(keyOf(wanted));
      throw new CredentialsRefusedError(refused, { cause: error });
    }
    // Not kept: the next call asks whether somebody has authorized it meanwhile.
    this.known.delete(keyOf(wanted));
    throw new CredentialsRefusedError(refused);
  }

  private ask(wanted: WantedUpstream, refused?: RefusedCredentials): Promise<UpstreamTarget> {
    const key = keyOf(wanted);
    const answer = this.request(wanted, refused).finally(() => this.asking.delete(key));
    this.asking.set(key, { refused, answer });
    return answer;
  }

  private async request(wanted: WantedUpstream, refused: RefusedCredentials | undefined): Promise<UpstreamTarget> {
    const { workspaceId, integrationId } = wanted;
    const input = { workspaceId, integrationId, ...(refused === undefined ? {} : { refused }) };
    const view = await this.requests.ask(resolveUpstream, input).catch((error: unknown) => {
      throw isNotAuthorized(error) ? new NotConnectedError(error.message, { cause: error }) : error;
    });
    // Credentials go nowhere but to the integration that they were asked for.
    if (view.integrationId !== integrationId) throw new Error('the registry answered for another integration');
    const target = this.toTarget(workspaceId, view);
    if (this.known.size >= TARGETS_MAX) this.known.clear();
    this.known.set(keyOf(wanted), {
      target,
      freshUntilMs: freshUntilMs(view.credentialsExpireAt, Date.now()),
    });
    return target;
  }

  private toTarget(workspaceId: string, view: UpstreamView): UpstreamTarget {
    const { integrationId, connectionRevision, era, protocolVersion, timeoutMs } = view;
    return {
      workspaceId,
      integrationId,
      connectionRevision,
      url: new URL(view.serverUrl),
      transport: view.transport ?? 'streamable-http',
      era,
      protocolVersion,
      timeoutMs,
      headers: view.sealedHeaders === null ? {} : this.openHeaders(workspaceId, view, view.sealedHeaders),
      credentialVersion: view.credentialVersion ?? 0,
    };
  }

  private openHeaders(workspaceId: string, view: UpstreamView, sealed: string): Record<string, string> {
    const opened = openSealed(this.privateKeyPem, sealed, upstreamSealContext(workspaceId, view));
    // Lower case, so that a credential and a header of the protocol of the same name cannot both be sent.
    return Object.fromEntries(Object.entries(readHeaders(opened)).map(([name, value]) => [name.toLowerCase(), value]));
  }
}

function readHeaders(opened: Buffer): Record<string, string> {
  try {
    return JSON.parse(opened.toString('utf8')) as Record<string, string>;
  } catch {
    // Without its cause: the words of a parser quote what they could not read.
    throw new Error('the credentials of the integration cannot be read');
  }
}

function keyOf({ workspaceId, integrationId }: WantedUpstream): string {
  return `${workspaceId} ${integrationId}`;
}

/** An older revision than the call's is from before the integration was pointed elsewhere. */
function isEnough(target: UpstreamTarget, wanted: WantedUpstream): boolean {
  return target.connectionRevision >= wanted.connectionRevision;
}

/** A moved revision too: whoever asked is told so, instead of being told that a person has to do something. */
function isNewer(target: UpstreamTarget, wanted: WantedUpstream, refused: RefusedCredentials): boolean {
  if (target.connectionRevision !== wanted.connectionRevision) return isEnough(target, wanted);
  return target.credentialVersion > refused.credentialVersion;
}

function isSameRefusal(one: RefusedCredentials | undefined, other: RefusedCredentials): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isNotAuthorized(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'integration.not_authorized';
}
