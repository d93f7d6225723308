import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeExposedName, MCP_ENDPOINT_BUDGET, resolveExposedName } from './index.js';

const NAMES = { prefix: '', budget: MCP_ENDPOINT_BUDGET, bareSlug: 'Jira' };
const CASES = 4_000;

const encode = (toolName: string): string => encodeExposedName({ integrationSlug: 'Jira', toolName }, NAMES);
const resolve = (name: string, known: readonly string[] = []) => resolveExposedName(name, NAMES, () => known);

describe('names without a slug', () => {
  it.each([
    ['getIssue', 'getIssue'],
    ['issue.get', 'issue_x2Eget'],
    ['Other__getIssue', 'Other__getIssue'],
    ['countersign__approval_status', 'countersign_x5F_approval_status'],
    ['countersign_x5F_approval_status', 'countersign_x5Fx5F_approval_status'],
  ])('writes %s as %s, and reads it back', (toolName, exposedName) => {
    expect(encode(toolName)).toBe(exposedName);
    expect(resolve(exposedName)).toEqual({ integrationSlug: 'Jira', toolName });
  });

  it('are those of one integration alone', () => {
    const other = { integrationSlug: 'Other', toolName: 'getIssue' };
    expect(() => encodeExposedName(other, NAMES)).toThrow(expect.objectContaining({ code: 'bad_slug' }));
  });

  it('never read like one of the router’s own tools', () => {
    expect(() => resolve('countersign__approval_status')).toThrow(expect.objectContaining({ code: 'not_canonical' }));
  });

  it('lead back to the tool, whatever it is called, and stay within the budget', () => {
    const toolNames = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((name) => name.isWellFormed()),
      fc.string({ minLength: 1, maxLength: 40 }).map((rest) => `countersign__${rest}`),
    );
    const property = fc.property(toolNames, (toolName) => {
      const name = encode(toolName);
      expect(name.length).toBeLessThanOrEqual(MCP_ENDPOINT_BUDGET);
      expect(name.startsWith('countersign__')).toBe(false);
      expect(resolve(name, [toolName, `${toolName}.`])).toEqual({ integrationSlug: 'Jira', toolName });
    });
    fc.assert(property, { numRuns: CASES });
  });
});
