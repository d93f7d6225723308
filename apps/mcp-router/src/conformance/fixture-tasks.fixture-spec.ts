import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type CallToolResult,
  type InputRequests,
  type Server,
  type ServerContext,
  type StandardSchemaV1,
} from '@modelcontextprotocol/server';
import { declaredCapabilities } from './fixture-client.fixture-spec.js';

export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

const TTL_MS = 60_000;
const POLL_INTERVAL_MS = 100;

interface TaskFields {
  readonly taskId: string;
  readonly status: 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
}

export type CreatedTask = TaskFields & { readonly resultType: 'task'; readonly [field: string]: unknown };

/** What a task works with: the answers to its questions, and whether it was cancelled. */
interface Work {
  readonly signal: AbortSignal;
  ask(questions: InputRequests): Promise<Readonly<Record<string, unknown>>>;
}

class Task {
  readonly id = randomUUID();
  readonly createdAt = new Date().toISOString();
  readonly cancelling = new AbortController();
  status: TaskFields['status'] = 'working';
  outcome: { readonly result?: CallToolResult; readonly error?: { code: number; message: string } } = {};
  questions: Record<string, unknown> = {};
  answers: Record<string, unknown> = {};
  answered = Promise.withResolvers<void>();

  get fields(): TaskFields {
    const lastUpdatedAt = new Date().toISOString();
    const { id, status, createdAt } = this;
    return { taskId: id, status, createdAt, lastUpdatedAt, ttlMs: TTL_MS, pollIntervalMs: POLL_INTERVAL_MS };
  }

  async ask(questions: InputRequests): Promise<Readonly<Record<string, unknown>>> {
    this.questions = { ...questions };
    this.status = 'input_required';
    await this.answered.promise;
    return this.answers;
  }

  answer(answers: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(answers)) {
      this.answers[key] = value;
      delete this.questions[key];
    }
    if (this.status !== 'input_required' || Object.keys(this.questions).length > 0) return;
    this.status = 'working';
    this.answered.resolve();
  }

  settle(status: 'completed' | 'failed', outcome: Task['outcome']): void {
    if (this.status === 'cancelled') return;
    this.status = status;
    this.outcome = outcome;
  }

  cancel(): void {
    if (this.status !== 'working' && this.status !== 'input_required') return;
    this.status = 'cancelled';
    this.cancelling.abort();
  }
}

/** The extension for tasks as the suite wants it, in memory and over all connections. */
export class FixtureTasks {
  private readonly tasks = new Map<string, Task>();

  create(work: (work: Work) => Promise<CallToolResult>): CreatedTask {
    const task = new Task();
    this.tasks.set(task.id, task);
    work({ signal: task.cancelling.signal, ask: (questions) => task.ask(questions) }).then(
      (result) => task.settle('completed', { result }),
      (error: Error) => task.settle('failed', { error: { code: -32_603, message: error.message } }),
    );
    return { resultType: 'task', ...task.fields };
  }

  serveOn(server: Server): void {
    const serve = (method: string, answer: (task: Task, context: ServerContext) => object): void =>
      server.setRequestHandler(method, { params: PARAMS }, (params, context) => {
        assertTasks(context);
        return answer(this.find(params.taskId), context) as Record<string, unknown>;
      });
    serve('tasks/get', (task) => ({
      ...task.fields,
      ...task.outcome,
      ...(task.status === 'input_required' && { inputRequests: { ...task.questions } }),
    }));
    serve('tasks/update', (task, { mcpReq }) => (task.answer(mcpReq.inputResponses ?? {}), {}));
    serve('tasks/cancel', (task) => (task.cancel(), {}));
  }

  private find(taskId: string): Task {
    const task = this.tasks.get(taskId);
    if (task === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no task ${taskId}.`);
    return task;
  }
}

interface Params {
  readonly taskId: string;
}

/** Hand-written, as there is no schema of the extension in the SDK for servers. */
const PARAMS: StandardSchemaV1<unknown, Params> = {
  '~standard': { version: 1, vendor: 'fixture', validate: (value: unknown) => ({ value: value as Params }) },
};

export function hasTasks(context: ServerContext): boolean {
  return declaredCapabilities(context).extensions?.[TASKS_EXTENSION] !== undefined;
}

export function assertTasks(context: ServerContext): void {
  if (hasTasks(context)) return;
  const extensions = { [TASKS_EXTENSION]: {} };
  throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions } });
}

/** Rejects when the task is cancelled. */
export function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  return wait(seconds * 1_000, undefined, { signal });
}
