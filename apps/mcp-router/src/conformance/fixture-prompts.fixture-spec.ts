import {
  acceptedContent,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  type GetPromptResult,
  type InputRequiredResult,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { PNG } from './fixture-media.fixture-spec.js';

type Arguments = Readonly<Record<string, string>>;
type Content = GetPromptResult['messages'][number]['content'];

interface FixturePrompt {
  readonly name: string;
  readonly argumentNames: readonly string[];
  readonly get: (args: Arguments, context: ServerContext) => GetPromptResult | InputRequiredResult;
}

const text = (words: string): Content => ({ type: 'text', text: words });

const from = (...contents: Content[]): GetPromptResult => ({
  messages: contents.map((content) => ({ role: 'user', content })),
});

function asksForContext(_: Arguments, { mcpReq }: ServerContext): GetPromptResult | InputRequiredResult {
  const answer = acceptedContent<{ context: string }>(mcpReq.inputResponses, 'user_context');
  if (answer !== undefined) return from(text(`Use this context: ${answer.context}`));
  const requestedSchema = { type: 'object' as const, properties: { context: { type: 'string' as const } } };
  const message = 'What context should the prompt use?';
  return inputRequired({ inputRequests: { user_context: inputRequired.elicit({ message, requestedSchema }) } });
}

const PROMPTS: readonly FixturePrompt[] = [
  {
    name: 'test_simple_prompt',
    argumentNames: [],
    get: () => from(text('This is a simple prompt for testing.')),
  },
  {
    name: 'test_prompt_with_arguments',
    argumentNames: ['arg1', 'arg2'],
    get: ({ arg1, arg2 }) => from(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  },
  {
    name: 'test_prompt_with_embedded_resource',
    argumentNames: ['resourceUri'],
    get: ({ resourceUri: uri = '' }) =>
      from(
        { type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } },
        text('Please process the embedded resource above.'),
      ),
  },
  {
    name: 'test_prompt_with_image',
    argumentNames: [],
    get: () => from({ type: 'image', data: PNG, mimeType: 'image/png' }, text('Please analyze the image above.')),
  },
  { name: 'test_input_required_result_prompt', argumentNames: [], get: asksForContext },
];

export function servePrompts(server: Server): void {
  server.setRequestHandler('prompts/list', () => ({
    prompts: PROMPTS.map(({ name, argumentNames }) => ({
      name,
      description: `The suite's ${name}`,
      arguments: argumentNames.map((argument) => ({ name: argument, required: true })),
    })),
  }));
  server.setRequestHandler('prompts/get', ({ params }, context) => {
    const prompt = PROMPTS.find(({ name }) => name === params.name);
    if (prompt === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `No prompt ${params.name}.`);
    return prompt.get(params.arguments ?? {}, context);
  });
  server.setRequestHandler('completion/complete', ({ params }) => {
    const values = ['test value', 'test word'].filter((word) => word.startsWith(params.argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
}
