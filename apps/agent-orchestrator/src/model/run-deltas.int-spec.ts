import { describe, expect, it } from '@jest/globals';
import { DELTA_CHARACTERS_MAX } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { DeltaSender } from './run-deltas.client.js';

describe('the text of an answer while it is written', () => {
  const aSender = () => {
    const sent: [number, string][] = [];
    return { sent, sender: new DeltaSender((index, text) => sent.push([index, text])) };
  };

  it('is gathered for a moment, and told in numbered pieces', async () => {
    const { sent, sender } = aSender();
    for (const word of ['The ', 'issue ', 'is ']) sender.add(word);
    expect(sent).toEqual([]);
    await eventually(() => expect(sent).toEqual([[0, 'The issue is ']]));
    sender.add('open.');
    sender.end();
    expect(sent).toEqual([
      [0, 'The issue is '],
      [1, 'open.'],
    ]);
  });

  it('is told at once when there is much of it, in pieces that a message takes', () => {
    const { sent, sender } = aSender();
    sender.add('x'.repeat(DELTA_CHARACTERS_MAX - 1) + '🐛'.repeat(10));
    expect(sent.map(([index, text]) => [index, text.length])).toEqual([
      [0, DELTA_CHARACTERS_MAX - 1],
      [1, 20],
    ]);
  });

  it('keeps characters whole that come in halves', () => {
    const { sent, sender } = aSender();
    const text = `${'x'.repeat(1_023)}🐛`;
    sender.add(text.slice(0, -1));
    sender.add(text.slice(-1));
    sender.end();
    expect(sent.map(([, piece]) => piece).join('')).toBe(text);
  });

  it('says nothing when there is nothing, and nothing after its end', () => {
    const { sent, sender } = aSender();
    sender.end();
    expect(sent).toEqual([]);
  });
});
