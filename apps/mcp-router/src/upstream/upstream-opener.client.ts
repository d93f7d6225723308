import { assertNever, type RefusedCredentials } from '@countersign/contracts';
import type { OpenOptions, OpenUpstream } from './open-upstream.js';
import type { OtherEra } from './other-era.client.js';
import type { UpstreamResolver, WantedUpstream } from './resolve-upstream.client.js';
import { CredentialsRefusedError, WrongEraError } from './upstream.errors.js';
import type { NotExecuted, UpstreamTarget } from './upstream-outcome.js';
import type { UpstreamClient } from './upstream.client.js';

export interface OpenerOptions extends OpenOptions {
  /** Before anything is dialled; what it throws is thrown. */
  readonly prepare?: (target: UpstreamTarget) => Promise<void>;
}

export interface OpenedUpstream {
  readonly target: UpstreamTarget;
  readonly upstream: OpenUpstream;
}

/** Finds an integration and opens what a request is sent over, with what the server accepts now. */
export class UpstreamOpener {
  constructor(
    private readonly resolver: UpstreamResolver,
    private readonly upstreams: UpstreamClient,
    private readonly otherEra: OtherEra,
  ) {}

  /**
   * A server that refuses the credentials, or the protocol's era, before anything of the request is sent is asked once more,
   * with newer ones, or as it speaks now.
   *
   * @throws NotConnectedError, CredentialsRefusedError where no newer credentials helped, or what the registry's answer
   * failed with: nothing was sent
   */
  async open(wanted: WantedUpstream, options: OpenerOptions): Promise<OpenedUpstream> {
    try {
      return await this.openWith(wanted, options);
    } catch (error) {
      if (error instanceof WrongEraError) {
        return this.openAt(await this.otherEra.resolve(wanted, error.spoken), options);
      }
      if (!(error instanceof CredentialsRefusedError)) throw error;
      return this.openWith(wanted, options, error.refused);
    }
  }

  /** For the one re-send, after the server has proven that it executed nothing: on a new connection. @throws like `open` */
  async openAgain(wanted: WantedUpstream, proof: NotExecuted, options: OpenerOptions): Promise<OpenedUpstream> {
    const anew = { ...options, reuse: false };
    switch (proof.kind) {
      case 'session_lost':
        return this.open(wanted, anew);
      case 'refused':
        return this.openWith(wanted, anew, proof.refused);
      case 'wrong_era':
        return this.openAt(await this.otherEra.resolve(wanted, proof.spoken), anew);
      default:
        return assertNever(proof);
    }
  }

  private async openWith(
    wanted: WantedUpstream,
    options: OpenerOptions,
    refused?: RefusedCredentials,
  ): Promise<OpenedUpstream> {
    return this.openAt(await this.resolver.resolve(wanted, refused), options);
  }

  private async openAt(target: UpstreamTarget, { prepare, ...options }: OpenerOptions): Promise<OpenedUpstream> {
    await prepare?.(target);
    return { target, upstream: await this.upstreams.open(target, options) };
  }
}
