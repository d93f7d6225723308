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

/** A file of one of these types, as it is asked for. */
export function AnswersFile(...types: readonly string[]): MethodDecorator {
  return (target, key) => describeRoute(target, key, { fileTypes: types });
}

/** The same answer with a status that is no success, in place of a problem. */
export function AlsoWith(...statuses: readonly number[]): MethodDecorator {
  return (target, key) => describeRoute(target, key, { otherStatuses: statuses });
}

/** Headers that not every route reads. */
export function TakesHeader(...names: readonly string[]): MethodDecorator {
  return (target, key) => describeRoute(target, key, { headers: names });
}

/** What the document cannot read from the classes: a rule that the shapes alone do not show. */
export function Explained(description: string): MethodDecorator {
  return (target, key) => describeRoute(target, key, { description });
}
