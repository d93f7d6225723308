import type { CallSink, ServerAnswer, ServerNotification, ServerRequest } from './call-sink.js';

/** A client that answers every question with the same name. */
export class TestSink implements CallSink {
  readonly notifications: ServerNotification[] = [];
  readonly requests: ServerRequest[] = [];
  readonly progressToken = 7;
  readonly logLevel = 'info';
  answer: (signal: AbortSignal) => Promise<ServerAnswer> = () =>
    Promise.resolve({ result: { action: 'accept', content: { name: 'ada' } } });

  constructor(readonly clientCapabilities: unknown = { elicitation: { form: {} }, tasks: {} }) {}

  onNotification(notification: ServerNotification): void {
    this.notifications.push(notification);
  }

  async onRequest(request: ServerRequest, signal: AbortSignal): Promise<ServerAnswer> {
    this.requests.push(request);
    return this.answer(signal);
  }
}
