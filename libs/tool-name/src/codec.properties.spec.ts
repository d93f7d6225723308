import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  budgetMin,
  decodeExposedName,
  displayToolName,
  encodeExposedName,
  InvalidToolNameError,
  isSlug,
  mcpNameHeader,
  parsePolicyKey,
  policyKey,
  resolveExposedName,
  TOOL_NAME_BYTES_MAX,
  type ExposedNameOptions,
  type ToolRef,
} from './index.js';

/** Per property; with the exhaustive part a normal run covers well over 10^5 cases. */
const CASES = 12_000;

/** What every provider takes; an empty prefix leaves the slug's letter in front. */
const PROVIDER_SAFE = /^[a-zA-Z][a-zA-Z0-9_-]*$/;

/** Fragments of everything that the codec writes or reads, so that names look like escapes, digests and each other. */
const FRAGMENTS = [
  ...[
    '_',
    '__',
    '_x',
    '_x5F',
    '_x2E',
    '_x2e',
    '_x4',
    '_h',
    'x',
    'h',
    '5F',
    '2E',
    '0',
    '-',
    'get',
    'issue',
    'Issue',
    'mcp__',
  ],
  ...['.', '..', ' ', '/', '\\', '\0', '\n', 'é', 'e\u0301', '\u0440', '😀', '\u{10000}', '\uFEFF', '\u202E', '\uFFFD'],
  ...['abcdefgh22334455', '_habcdefgh22334455', '_h3qkxn54d5nlgausw', 'aaaaaaaaaaaaaaaaa', '_x_x4_x41_x5Fx41'],
];

const toolNames = fc
  .oneof(
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 9 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
    { weight: 1, arbitrary: fc.string({ minLength: 20, maxLength: 60 }) },
  )
  .filter((name) => name !== '' && Buffer.byteLength(name) <= TOOL_NAME_BYTES_MAX);

const slugs = fc.oneof(
  fc.constantFrom('a', 'Jira', 'jira', 'JIRA', 'x5F', 'habcdefgh22334455', 'mcp-x', 'abcdefghijklmnopqrstuvwx'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}(-[A-Za-z0-9]{1,5}){0,3}$/).filter(isSlug),
);

const refs: fc.Arbitrary<ToolRef> = fc.record({ integrationSlug: slugs, toolName: toolNames });

const options: fc.Arbitrary<ExposedNameOptions> = fc
  .tuple(fc.constantFrom('', 'mcp__', 'x'), fc.constantFrom(0, 1, 2, 3, 5, 15, 84))
  .map(([prefix, more]) => ({ prefix, budget: budgetMin(prefix) + more }));

/** A ref and another that a careless codec takes for the same. */
const lookalikes = fc.tuple(refs, refs, options, fc.nat(8)).map(([ref, other, option, kind]): [ToolRef, ToolRef] => {
  const { toolName } = ref;
  const exposed = encodeExposedName(ref, option);
  const rewritten = [
    toolName.replaceAll('.', '__'),
    toolName.normalize(toolName === toolName.normalize('NFC') ? 'NFD' : 'NFC'),
    toolName.toLowerCase(),
    exposed.slice(exposed.indexOf('__', option.prefix.length) + 2),
    toolName.replaceAll('_x5F', '_'),
    toolName.slice(0, -1),
    `${toolName}_`,
  ][kind];
  if (rewritten === undefined) return [ref, kind === 7 ? { ...other, toolName } : other];
  const isName = rewritten !== '' && rewritten.isWellFormed() && Buffer.byteLength(rewritten) <= TOOL_NAME_BYTES_MAX;
  return [ref, isName ? { ...ref, toolName: rewritten } : other];
});

/** An exposed name with a little damage: mostly outside the image, sometimes another name. */
const candidates = fc
  .tuple(refs, options, fc.nat(), fc.nat(2), fc.constantFrom('', ...FRAGMENTS))
  .map(([ref, option, where, cut, splice]) => {
    const name = encodeExposedName(ref, option);
    const at = where % (name.length + 1);
    return { ref, option, candidate: name.slice(0, at) + splice + name.slice(at + cut) };
  });

function check<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean): void {
  fc.assert(fc.property(arbitrary, holds), { numRuns: CASES });
}

function isSame(one: ToolRef, other: ToolRef): boolean {
  return one.integrationSlug === other.integrationSlug && one.toolName === other.toolName;
}

/** The result, or null for a refusal; anything but an InvalidToolNameError fails the test. */
function orRefused<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof InvalidToolNameError) return null;
    throw error;
  }
}

describe('the codec, for any tool', () => {
  it('is injective: two refs share an exposed name exactly if they are the same (rule 4)', () => {
    check(fc.tuple(lookalikes, options), ([[one, other], option]) => {
      return (encodeExposedName(one, option) === encodeExposedName(other, option)) === isSame(one, other);
    });
  });

  it('is injective over policy keys, and reads each back (rule 2)', () => {
    check(lookalikes, ([one, other]) => {
      return (
        isSame(parsePolicyKey(policyKey(one)), one) && (policyKey(one) === policyKey(other)) === isSame(one, other)
      );
    });
  });

  it('decodes what it encoded, wherever it fits (rules 3 and 4)', () => {
    check(fc.tuple(refs, options), ([ref, option]) => {
      const name = encodeExposedName(ref, { ...option, budget: 13_000 });
      const decoded = decodeExposedName(name, { ...option, budget: 13_000 });
      return decoded.kind === 'plain' && isSame(decoded.ref, ref);
    });
  });

  it('resolves what it encoded, whether it fits or not, whoever else is known (rule 5)', () => {
    check(fc.tuple(refs, options, fc.array(toolNames, { maxLength: 3 })), ([ref, option, siblings]) => {
      const name = encodeExposedName(ref, option);
      return isSame(
        resolveExposedName(name, option, () => [...siblings, ref.toolName, ...siblings]),
        ref,
      );
    });
  });

  it('accepts nothing outside its image (rule 4)', () => {
    check(candidates, ({ ref, option, candidate }) => {
      const resolved = orRefused(() => resolveExposedName(candidate, option, () => [ref.toolName]));
      return resolved === null || encodeExposedName(resolved, option) === candidate;
    });
  });

  it('accepts no arbitrary text outside its image (rule 4)', () => {
    const letters = fc.constantFrom('_', '_', 'x', '2', 'E', '5', 'F', 'h', 'a', '-', 'C', '3', 'A', '9', '.', 'é');
    const texts = fc.array(letters, { maxLength: 38 }).map((parts) => `Jira__${parts.join('')}`);
    check(fc.tuple(texts, options), ([text, { budget }]) => {
      const option = { prefix: '', budget };
      const decoded = orRefused(() => decodeExposedName(text, option));
      return decoded?.kind !== 'plain' || encodeExposedName(decoded.ref, option) === text;
    });
  });

  it('is safe for every provider and within the budget (rules 3 and 5)', () => {
    check(fc.tuple(refs, options), ([ref, option]) => {
      const name = encodeExposedName(ref, option);
      return PROVIDER_SAFE.test(name) && name.length <= option.budget;
    });
  });

  it('never gives a plain form the shape of a digest form (rule 5)', () => {
    check(fc.tuple(refs, options), ([ref, option]) => {
      const name = encodeExposedName(ref, option);
      const fits = name === encodeExposedName(ref, { ...option, budget: 13_000 });
      return (decodeExposedName(name, option).kind === 'plain') === fits;
    });
  });

  it('stays the same in every larger budget once it fits (rule 6)', () => {
    check(fc.tuple(refs, options, fc.nat(100)), ([ref, option, more]) => {
      const name = encodeExposedName(ref, option);
      if (decodeExposedName(name, option).kind === 'digest') return true;
      return encodeExposedName(ref, { ...option, budget: option.budget + more }) === name;
    });
  });

  it('is shown to people without two names looking alike because of what cannot be seen (rule 9)', () => {
    check(lookalikes, ([one, other]) => {
      return (displayToolName(one.toolName) === displayToolName(other.toolName)) === (one.toolName === other.toolName);
    });
  });

  it('travels in a header and back (rule 10)', () => {
    check(refs, ({ toolName }) => {
      const header = mcpNameHeader(toolName);
      const encoded = /^=\?base64\?([A-Za-z0-9+/]*=*)\?=$/.exec(header)?.[1];
      const received = encoded === undefined ? header.trim() : Buffer.from(encoded, 'base64').toString();
      return received === toolName && /^[\x20-\x7E]+$/.test(header);
    });
  });
});

describe('the codec, for all short names', () => {
  it('is injective and reads back every name of up to six characters of its own alphabet', () => {
    const alphabet = ['_', 'x', '2', 'E', '.', 'é'];
    const seen = new Set<string>();
    let names = [''];
    let count = 0;
    for (let length = 1; length <= 6; length += 1) {
      names = names.flatMap((name) => alphabet.map((character) => name + character));
      for (const toolName of names) {
        const name = encodeExposedName({ integrationSlug: 'Jira', toolName }, { prefix: '', budget: 64 });
        const decoded = decodeExposedName(name, { prefix: '', budget: 64 });
        if (decoded.kind !== 'plain' || decoded.ref.toolName !== toolName)
          throw new Error(`${toolName} became ${name}`);
        seen.add(name);
      }
      count += names.length;
    }
    expect(seen.size).toBe(count);
  });
});
