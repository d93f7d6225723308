import { describe, expect, it } from '@jest/globals';
import { type ApprovalDetails, type ApprovalView, wholeArguments } from './approval.js';

function listedWith(argumentsStart: string | null, argumentsBytes: number | null): ApprovalView {
  return { argumentsStart, argumentsBytes } as ApprovalView;
}

describe('the arguments of an approval', () => {
  it('are those of the details, once they are there', () => {
    const details = { arguments: '{"a":1}' } as ApprovalDetails;
    expect(wholeArguments(listedWith('{', 7), details)).toBe('{"a":1}');
  });

  it.each<[string | null, number | null, string | undefined]>([
    ['{"a":1}', 7, '{"a":1}'],
    ['{"a":"é"}', 10, '{"a":"é"}'],
    ['{"a":"beg', 4_000, undefined],
    [null, null, undefined],
  ])('of a list that says %j of %j bytes are %j', (start, bytes, whole) => {
    expect(wholeArguments(listedWith(start, bytes), undefined)).toBe(whole);
  });
});
