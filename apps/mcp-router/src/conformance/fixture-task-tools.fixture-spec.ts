import { acceptedContent, inputRequired } from '@modelcontextprotocol/server';
import { assertTasks, hasTasks, sleep } from './fixture-tasks.fixture-spec.js';
import { aFixtureTool, says, type FixtureCall, type FixtureTool } from './fixture-tool.fixture-spec.js';

const asks = (message: string, property: string) =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [property]: { type: 'boolean' } }, required: [property] },
  });

/** At once where the client knows no tasks: the tool is of use without them. */
async function slowCompute({ args, context, tasks }: FixtureCall) {
  const seconds = Number(args['seconds'] ?? 0);
  if (!hasTasks(context) || seconds === 0) {
    await sleep(seconds, context.mcpReq.signal);
    return says(`Computed for ${seconds} s.`);
  }
  return tasks.create(async ({ signal }) => {
    await sleep(seconds, signal);
    return says(`Computed for ${seconds} s.`);
  });
}

/** As a task or not at all. */
function asTask(work: Parameters<FixtureCall['tasks']['create']>[0]) {
  return ({ context, tasks }: FixtureCall) => {
    assertTasks(context);
    return tasks.create(work);
  };
}

/** Asks first, as any tool does, and goes on as a task. */
function asksThenWorks({ context, tasks }: FixtureCall) {
  assertTasks(context);
  const name = acceptedContent<{ name: string }>(context.mcpReq.inputResponses, 'user_name')?.name;
  if (name !== undefined) return tasks.create(() => Promise.resolve(says(`Hello, ${name}!`)));
  const requestedSchema = { type: 'object' as const, properties: { name: { type: 'string' as const } } };
  const inputRequests = { user_name: inputRequired.elicit({ message: 'What is your name?', requestedSchema }) };
  return inputRequired({ inputRequests });
}

const JOB_SECONDS = 0.2;

export const TASK_TOOLS: readonly FixtureTool[] = [
  aFixtureTool('greet', ({ args }) => says(`Hello, ${String(args['name'])}!`), { name: { type: 'string' } }),
  aFixtureTool('slow_compute', slowCompute, { seconds: { type: 'number' }, label: { type: 'string' } }),
  aFixtureTool(
    'failing_job',
    asTask(async ({ signal }) => {
      await sleep(JOB_SECONDS, signal);
      return { ...says('The job failed.'), isError: true };
    }),
  ),
  aFixtureTool(
    'protocol_error_job',
    asTask(() => Promise.reject(new Error('The job broke.'))),
  ),
  aFixtureTool(
    'confirm_delete',
    asTask(async ({ ask }) => says(JSON.stringify(await ask({ confirmation: asks('Delete it?', 'confirm') })))),
    { filename: { type: 'string' } },
  ),
  aFixtureTool(
    'multi_input',
    asTask(async ({ ask }) =>
      says(JSON.stringify(await ask({ first: asks('First?', 'confirm'), second: asks('Second?', 'confirm') }))),
    ),
  ),
  aFixtureTool('test_tool_with_task', asksThenWorks),
];
