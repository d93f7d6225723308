import type { Dto, Scope } from '@countersign/contracts';

/** Who may use a route. A route that does not say is used by nobody. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'person' }
  | { readonly kind: 'scope'; readonly scope: Scope };

/** What a route takes and answers, for the OpenAPI document; written by the decorators that also do the work. */
export interface RestShape {
  body?: Dto<object>;
  query?: Dto<object>;
  answer?: Dto<object>;
  hasNoAnswer?: boolean;
  /** Also as server-sent events. */
  isStream?: boolean;
  /** Instead of JSON: the media types of which one is asked for. */
  fileTypes?: readonly string[];
  /** The answer comes with these too, though they are no success. */
  otherStatuses?: readonly number[];
  access?: Access;
  /** Markdown. */
  description?: string;
  /** Besides those that every route has. */
  headers?: readonly string[];
}

const shapes = new Map<string, RestShape>();

/** The key is also the document's operation id. */
export function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}_${method}`;
}

export function describeRoute(target: object, key: string | symbol, shape: RestShape): void {
  const id = operationId(target.constructor.name, String(key));
  shapes.set(id, { ...shapes.get(id), ...shape });
}

export function shapeOf(id: string): RestShape {
  return shapes.get(id) ?? {};
}
