import type { ServiceName } from '@countersign/contracts';
import type { TlsOptions } from '@nats-io/transport-node';
import type { BusOptions } from './bus.js';

/** How a service reaches the bus. */
export interface ServiceBusOptions {
  /** Also the queue group of its responders and the start of its durables' names. */
  readonly service: ServiceName;
  readonly nats: {
    /** One URL, or several separated by commas. */
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly tls?: TlsOptions;
  };
}

export function toBusOptions({ service, nats }: ServiceBusOptions, role: string): BusOptions {
  const { url, user, password, tls } = nats;
  return { servers: url.split(','), user, password, name: `${service} ${role}`, ...(tls && { tls }) };
}
