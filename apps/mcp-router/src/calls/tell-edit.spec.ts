import { describe, expect, it } from '@jest/globals';
import type { Outcome } from './call.js';
import { tellEdit } from './tell-edit.js';

const edit = { argumentsText: '{}', argumentsHash: 'a'.repeat(64), summary: 'Grace changed it.' };

function told(result: unknown): unknown {
  const outcome: Outcome = {
    state: 'succeeded',
    isError: false,
    reason: null,
    result: Buffer.from(JSON.stringify(result)),
  };
  return JSON.parse(tellEdit(outcome, edit).result.toString());
}

describe('the result of a call with edited arguments', () => {
  const sentence = { type: 'text', text: 'Grace changed it.' };

  it('ends with the sentence that says so, and is otherwise what the tool answered', () => {
    const image = { type: 'image', data: 'AA==', mimeType: 'image/png' };
    const answer = { content: [image, { type: 'text', text: 'done' }], structuredContent: { id: 7 }, isError: false };
    expect(told(answer)).toEqual({ ...answer, content: [...answer.content, sentence] });
  });

  it('is the sentence alone where the tool said nothing', () => {
    expect(told({ content: [] })).toEqual({ content: [sentence] });
    expect(told({})).toEqual({ content: [sentence] });
  });
});
