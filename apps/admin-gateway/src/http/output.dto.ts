import type { Dto } from '@countersign/contracts';
import { describeRoute } from './rest-shape.js';

/** What the route answers when it succeeds. */
export function Answers(dtoClass: Dto<object>): MethodDecorator {
  return (target, key) => describeRoute(target, key, { answer: dtoClass });
}

export function AnswersNothing(): MethodDecorator {
  return (target, key) => describeRoute(target, key, { hasNoAnswer: true });
}

/** The same as server-sent events, for who accepts those. */
export function Streams(): MethodDecorator {
  return (target, key) => describeRoute(target, key, { isStream: true });
}

/** Headers that not every route reads. */
export function TakesHeader(...names: readonly string[]): MethodDecorator {
  return (target, key) => describeRoute(target, key, { headers: names });
}

/** What the document cannot read from the classes: a rule that the shapes alone do not show. */
export function Explained(description: string): MethodDecorator {
  return (target, key) => describeRoute(target, key, { description });
}
