import type { DiscoveryBudget } from './discovery-budget.client.js';
import { EventData } from './event-data.js';
import { JsonShape } from './json-shape.js';

export interface BodyWatch {
  readonly contentType: string;
  readonly budget: Pick<DiscoveryBudget, 'useBytes' | 'useJson'>;
  /** Told besides whoever reads. */
  readonly onFailure: (error: unknown) => void;
  readonly onEnd: () => void;
}

/** The same body, ended as soon as there is more of it than the budget has, or nothing that should be parsed. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  { contentType, budget, onFailure, onEnd }: BodyWatch,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const shape = new JsonShape();
  const measure = measurer(contentType, shape);
  const take = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await reader.read();
    if (done) return undefined;
    const { members } = shape;
    budget.useBytes(value.byteLength);
    measure(value);
    budget.useJson(shape.members - members, shape.deepest);
    return value;
  };
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const chunk = await take();
        if (chunk !== undefined) return controller.enqueue(chunk);
        onEnd();
        controller.close();
      } catch (error) {
        onFailure(error);
        controller.error(error);
        await reader.cancel(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function measurer(contentType: string, shape: JsonShape): (bytes: Uint8Array) => void {
  if (!/^text\/event-stream\b/i.test(contentType)) return (bytes) => shape.read(bytes);
  const events = new EventData({ onData: (bytes) => shape.read(bytes), onEventEnd: () => shape.startAgain() });
  return (bytes) => events.read(bytes);
}
