import { acceptedContent, inputRequired, type CallToolResult, type InputRequests } from '@modelcontextprotocol/server';
import { declaredCapabilities } from './fixture-client.fixture-spec.js';
import { openState, sealState } from './fixture-state.fixture-spec.js';
import { aFixtureTool, says, type FixtureCall, type FixtureTool } from './fixture-tool.fixture-spec.js';

type Schema = Parameters<typeof inputRequired.elicit>[0]['requestedSchema'];

const asks = (message: string, properties: object, required: string[] = []) =>
  inputRequired.elicit({ message, requestedSchema: { type: 'object', properties, required } as unknown as Schema });

const samples = (text: string) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens: 100 });

const NAME = asks('What is your name?', { name: { type: 'string' } }, ['name']);
const CONFIRMATION = asks('Please confirm', { ok: { type: 'boolean' } }, ['ok']);

const answersOf = ({ context }: FixtureCall): Readonly<Record<string, unknown>> => context.mcpReq.inputResponses ?? {};

/** Asks until every question has an answer. Both eras: towards a legacy session the SDK sends the questions itself. */
function asking(questions: InputRequests, answer: (answers: Readonly<Record<string, unknown>>) => CallToolResult) {
  return (call: FixtureCall) => {
    const answers = answersOf(call);
    const isComplete = Object.entries(questions).every(([key, { method }]) =>
      method === 'elicitation/create'
        ? acceptedContent(call.context.mcpReq.inputResponses, key) !== undefined
        : answers[key] !== undefined,
    );
    return isComplete ? answer(answers) : inputRequired({ inputRequests: questions });
  };
}

const tells = (answers: Readonly<Record<string, unknown>>) => says(`Answered: ${JSON.stringify(answers)}`);

/** As `asking`, with a state that must come back as it was given. */
function withState(questions: InputRequests) {
  return (call: FixtureCall) => {
    const state = call.context.mcpReq.requestState<string>();
    if (state === undefined) return inputRequired({ inputRequests: questions, requestState: sealState('asked') });
    return says(openState(state) === 'asked' ? 'state-ok' : 'state-unknown');
  };
}

function twoRounds(call: FixtureCall) {
  const state = call.context.mcpReq.requestState<string>();
  switch (state === undefined ? 'new' : openState(state)) {
    case 'new':
      return inputRequired({ inputRequests: { step1: NAME }, requestState: sealState('named') });
    case 'named': {
      const question = asks('Step 2: What is your favorite color?', { color: { type: 'string' } }, ['color']);
      return inputRequired({ inputRequests: { step2: question }, requestState: sealState('coloured') });
    }
    default:
      return tells(answersOf(call));
  }
}

/** Asks only for what the client says it can do. */
function asksWithin(call: FixtureCall) {
  const { sampling, elicitation } = declaredCapabilities(call.context);
  const inputRequests = {
    ...(sampling && { greeting: samples('Generate a greeting') }),
    ...(elicitation && { user_name: NAME }),
  };
  return Object.keys(inputRequests).length === 0 ? says('Nothing to ask.') : inputRequired({ inputRequests });
}

const ROOTS = inputRequired.listRoots();
const DETAILS = asks(
  'Please provide your information',
  { username: { type: 'string', description: "User's response" }, email: { type: 'string' } },
  ['username', 'email'],
);
const DEFAULTS = asks('Please review the defaults', {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
});
const OPTIONS = ['option1', 'option2', 'option3'];
const TITLED = ['First', 'Second', 'Third'].map((title, index) => ({ const: `value${index + 1}`, title }));
const ENUMS = asks('Please choose', {
  untitledSingle: { type: 'string', enum: OPTIONS },
  titledSingle: { type: 'string', oneOf: TITLED },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: OPTIONS } },
  titledMulti: { type: 'array', items: { anyOf: TITLED } },
});

export const INPUT_TOOLS: readonly FixtureTool[] = [
  aFixtureTool('test_sampling', asking({ sample: samples('Test prompt for sampling') }, tells)),
  aFixtureTool('test_elicitation', asking({ details: DETAILS }, tells)),
  aFixtureTool('test_elicitation_sep1034_defaults', asking({ defaults: DEFAULTS }, tells)),
  aFixtureTool('test_elicitation_sep1330_enums', asking({ choices: ENUMS }, tells)),
  aFixtureTool('test_missing_capability', asking({ sample: samples('Needs a model') }, tells)),
  aFixtureTool('test_streaming_elicitation', asking({ user_name: NAME }, tells)),
  aFixtureTool('test_input_required_result_elicitation', asking({ user_name: NAME }, tells)),
  aFixtureTool('test_input_required_result_sampling', asking({ capital_question: samples('The capital?') }, tells)),
  aFixtureTool('test_input_required_result_list_roots', asking({ client_roots: ROOTS }, tells)),
  aFixtureTool('test_input_required_result_request_state', withState({ confirm: CONFIRMATION })),
  aFixtureTool('test_input_required_result_tampered_state', withState({ confirm: CONFIRMATION })),
  aFixtureTool(
    'test_input_required_result_multiple_inputs',
    withState({ user_name: NAME, greeting: samples('Generate a greeting'), client_roots: ROOTS }),
  ),
  aFixtureTool('test_input_required_result_multi_round', twoRounds),
  aFixtureTool('test_input_required_result_capabilities', asksWithin),
];
