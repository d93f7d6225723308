import type { OfferedTool } from '@countersign/contracts';
import type { ConversationMessage, ToolResultOutput, AssistantPart } from './conversation.js';

/** Of English text and JSON, by the providers' rule of thumb. */
const CHARACTERS_PER_TOKEN = 4;
/** Of everything that is not ASCII: most scripts have a token for one or two characters. */
const FOREIGN_CHARACTERS_PER_TOKEN = 1.3;
/** What providers count for a large image; small ones are less. */
const IMAGE_TOKENS = 1_600;
/** A page of a PDF is some 2,000 tokens in some 60 KiB of base64. */
const PDF_CHARACTERS_PER_TOKEN = 30;
/** Roles, ids and brackets around each part. */
const PART_TOKENS = 8;

export interface CountedQuestion {
  readonly instructions: string;
  readonly messages: readonly ConversationMessage[];
  readonly tools: readonly OfferedTool[];
}

/** About how many tokens a question has; what the provider counted says how wrong it is. */
export function estimateTokens({ instructions, messages, tools }: CountedQuestion): number {
  const ofTools = tools.map((tool) => tokensOf(JSON.stringify(tool)) + PART_TOKENS);
  return sum([tokensOf(instructions), ...ofTools, ...messages.map(tokensOfMessage)]);
}

export function tokensOf(text: string): number {
  let foreign = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 127) foreign += 1;
  return Math.ceil((text.length - foreign) / CHARACTERS_PER_TOKEN + foreign / FOREIGN_CHARACTERS_PER_TOKEN);
}

/** Of a result as the model reads it. */
export function tokensOfOutput(output: ToolResultOutput): number {
  if (output.type !== 'content') return tokensOf(output.value);
  return sum(
    output.value.map((part) => {
      if (part.type === 'text') return tokensOf(part.text);
      return part.mediaType === 'application/pdf'
        ? Math.ceil(part.data.data.length / PDF_CHARACTERS_PER_TOKEN)
        : IMAGE_TOKENS;
    }),
  );
}

function tokensOfMessage(message: ConversationMessage): number {
  switch (message.role) {
    case 'user':
      return tokensOf(message.content) + PART_TOKENS;
    case 'assistant':
      return sum(message.content.map((part) => tokensOfPart(part) + PART_TOKENS));
    case 'tool':
      return sum(message.content.map(({ output }) => tokensOfOutput(output) + PART_TOKENS));
  }
}

function tokensOfPart(part: AssistantPart): number {
  return part.type === 'text' ? tokensOf(part.text) : tokensOf(part.toolName + JSON.stringify(part.input));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
