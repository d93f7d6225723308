import type { components } from './api.generated.js';

export type { components, JsonValue, operations, paths } from './api.generated.js';
/** What the API takes and answers. */
export type Schemas = components['schemas'];
export { answerOf, taggedAnswerOf } from './answer-of.js';
export { ApiProblem, type ProblemPart } from './api-problem.js';
export { createApiClient, type ApiClient, type ApiClientOptions } from './create-api-client.js';
export { eventStream, type EventStreamOptions, type StreamMessage } from './event-stream.js';
export { newIdempotencyKey } from './idempotency-key.js';
export { itemsOf, type Page, type PageCursor } from './items-of.js';
