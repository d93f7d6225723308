import type { DiscoveryBudget } from './discovery-budget.client.js';
import { EventData } from './event-data.js';
import { JsonShape } from './json-shape.js';
import { LineEnds } from './line-ends.js';

export interface BodyWatch {
  readonly contentType: string;
  readonly budget: Pick<DiscoveryBudget, 'useBytes' | 'useJson' | 'useOtherLine'>;
  /** Told besides whoever reads. */
  readonly onFailure: (error: unknown) => void;
  readonly onEnd: () => void;
}

/** What the body says, ended as soon as there is more of it than the budget has, or nothing that should be parsed. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  { contentType, budget, onFailure, onEnd }: BodyWatch,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const shape = new JsonShape();
  const measure = measurer(contentType, shape, budget);
  const take = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await reader.read();
    if (done) return undefined;
    const { members } = shape;
    budget.useBytes(value.byteLength);
    const measured = measure(value);
    budget.useJson(shape.members - members, shape.deepest);
    return measured;
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

/** Gives back what is to be read instead. */
type Measure = (bytes: Uint8Array) => Uint8Array;

function measurer(contentType: string, shape: JsonShape, budget: BodyWatch['budget']): Measure {
  if (!/^text\/event-stream\b/i.test(contentType)) {
    return (bytes) => {
      shape.read(bytes);
      return bytes;
    };
  }
  const lineEnds = new LineEnds();
  const events = new EventData({
    onData: (bytes) => shape.read(bytes),
    onEventEnd: () => shape.startAgain(),
    onOtherLine: () => budget.useOtherLine(),
  });
  return (bytes) => {
    const unified = lineEnds.unify(bytes);
    events.read(unified);
    return unified;
  };
}
