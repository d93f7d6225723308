import { DomainError, type RequestContract, type ServiceName } from '@countersign/contracts';
import { type Bus, REQUEST_ID_HEADER, toDto } from '@countersign/messaging';
import type { Msg } from '@nats-io/transport-node';

type Answer<I, O> = (input: I) => O;

/** The other services on the real bus: they answer their contracts with what a test tells them to, and remember what they were asked. */
export class Neighbours {
  private readonly asked = new Map<string, object[]>();
  private readonly requestIds = new Map<string, string[]>();
  private readonly answers = new Map<string, Answer<object, object>>();

  constructor(private readonly buses: ReadonlyMap<ServiceName, Bus>) {}

  /** From now on; the answer is checked against its contract, as a real responder's would be. */
  answer<I extends object, O extends object>(contract: RequestContract<I, O>, answer: Answer<I, O>): void {
    const isNew = !this.answers.has(contract.subject);
    this.answers.set(contract.subject, answer as unknown as Answer<object, object>);
    if (!isNew) return;
    this.busOf(contract.responder).connection.subscribe(contract.subject, {
      queue: contract.responder,
      callback: (_error, message) => this.receive(contract, message),
    });
  }

  /** What a responder was asked so far, in order. */
  inputsOf<I extends object>(contract: RequestContract<I, object>): I[] {
    return (this.asked.get(contract.subject) ?? []) as I[];
  }

  lastRequestIdOf(contract: RequestContract<object, object>): string | undefined {
    return this.requestIds.get(contract.subject)?.at(-1);
  }

  busOf(service: ServiceName): Bus {
    const bus = this.buses.get(service);
    if (bus === undefined) throw new Error(`${service} is not connected`);
    return bus;
  }

  async close(): Promise<void> {
    await Promise.all([...this.buses.values()].map((bus) => bus.close()));
  }

  private receive(contract: RequestContract<object, object>, message: Msg): void {
    this.remember(this.requestIds, contract.subject, message.headers?.get(REQUEST_ID_HEADER) ?? '');
    message.respond(JSON.stringify(this.replyTo(contract, message)));
  }

  private replyTo(contract: RequestContract<object, object>, message: Msg): object {
    try {
      const input = toDto(contract.input, message.json(), { unknownFields: 'refuse' });
      this.remember(this.asked, contract.subject, JSON.parse(JSON.stringify(input)) as object);
      const answer = this.answers.get(contract.subject)?.(input);
      return { ok: true, data: toDto(contract.output, answer, { unknownFields: 'refuse' }) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, message: text, details } = error;
      return { ok: false, error: { code, message: text, details } };
    }
  }

  private remember<T>(store: Map<string, T[]>, subject: string, value: T): void {
    store.set(subject, [...(store.get(subject) ?? []), value]);
  }
}
