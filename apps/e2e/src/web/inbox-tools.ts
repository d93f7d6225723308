import { aTool, type Definition } from '../system/upstream-server.js';

export const HOSTILE_NAME = 'note_<img src=x onerror=alert(1)>\u202Edda';
/** What somebody may try to have run, followed or hidden by whoever looks at it. */
export const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>',
  '[click](javascript:alert(1)) javascript:alert(1)',
  '${alert(1)} {{constructor.constructor("alert(1)")()}}',
  '\u001B[31mred\u001B[0m \u202Egnp.exe\u202C \u200Bhidden',
].join('\n');

const NOTE_ADD: Definition = {
  ...aTool('note_add'),
  inputSchema: {
    type: 'object',
    properties: { text: { type: 'string' }, copies: { type: 'integer', minimum: 1 } },
    required: ['text'],
    additionalProperties: false,
  },
};
const NOTE_DROP: Definition = { ...aTool('note_drop'), annotations: { destructiveHint: true } };
const NOTE_HOSTILE: Definition = aTool(HOSTILE_NAME, { description: HOSTILE });

export const INBOX_TOOLS: readonly Definition[] = [NOTE_ADD, NOTE_DROP, NOTE_HOSTILE];
