import { describe, expect, it } from '@jest/globals';
import { readClientFeatures, type ClientFeatures } from './client-features.js';

const NOTHING: ClientFeatures = {
  elicitsForms: false,
  elicitsUrls: false,
  samples: false,
  hasRoots: false,
  hasTasks: false,
};

describe('readClientFeatures', () => {
  it.each<[unknown, Partial<ClientFeatures>]>([
    [undefined, {}],
    ['all', {}],
    [{ elicitation: true, sampling: 1, roots: [], tasks: null }, {}],
    [{ elicitation: {} }, { elicitsForms: true }],
    [{ elicitation: { form: {} } }, { elicitsForms: true }],
    [{ elicitation: { url: {} } }, { elicitsUrls: true }],
    [{ elicitation: { form: {}, url: {} } }, { elicitsForms: true, elicitsUrls: true }],
    [
      { sampling: {}, roots: { listChanged: true } },
      { samples: true, hasRoots: true },
    ],
    [{ tasks: { list: {} } }, {}],
    [{ extensions: { 'io.modelcontextprotocol/tasks': {} } }, { hasTasks: true }],
    [{ extensions: { 'example.com/tasks': {} } }, {}],
  ])('reads %j', (capabilities, declared) => {
    expect(readClientFeatures(capabilities)).toEqual({ ...NOTHING, ...declared });
  });
});
