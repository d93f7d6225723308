import { describe, expect, it } from '@jest/globals';
import { isDeclared, mirroredCapabilities } from './call-sink.js';

describe('the capabilities that are declared for a client', () => {
  it.each<[unknown, object]>([
    [undefined, {}],
    ['sampling', {}],
    [{ tasks: {}, experimental: { x: {} }, extensions: {} }, {}],
    [{ elicitation: { url: {}, form: {}, other: {} } }, { elicitation: { form: {}, url: {} } }],
    [{ elicitation: {} }, { elicitation: {} }],
    [
      { sampling: { tools: { x: 'a secret' } }, roots: { listChanged: true } },
      { roots: {}, sampling: { tools: {} } },
    ],
    [{ sampling: true, roots: [] }, {}],
    [
      { extensions: { 'io.modelcontextprotocol/tasks': {}, 'example.com/x': {} } },
      { extensions: { 'io.modelcontextprotocol/tasks': {} } },
    ],
  ])('of %j are %j', (clientCapabilities, mirrored) => {
    expect(mirroredCapabilities({ clientCapabilities })).toEqual(mirrored);
  });

  it('are none for a call that nobody waits for', () => {
    expect(mirroredCapabilities(undefined)).toEqual({});
  });

  it('have one order, whoever declared them', () => {
    const one = mirroredCapabilities({ clientCapabilities: { sampling: {}, elicitation: { url: {}, form: {} } } });
    const other = mirroredCapabilities({ clientCapabilities: { elicitation: { form: {}, url: {} }, sampling: {} } });
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it('are what a server may ask for', () => {
    const capabilities = mirroredCapabilities({ clientCapabilities: { elicitation: {} } });
    expect(isDeclared(capabilities, 'elicitation/create')).toBe(true);
    expect(isDeclared(capabilities, 'sampling/createMessage')).toBe(false);
    expect(isDeclared(capabilities, 'tools/call')).toBe(false);
    expect(isDeclared(capabilities, 'constructor')).toBe(false);
  });
});
