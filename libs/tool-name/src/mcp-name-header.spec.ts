import { describe, expect, it } from '@jest/globals';
import { mcpNameHeader } from './index.js';

describe('rule 10: the Mcp-Name header', () => {
  it.each(['getIssue', 'issue.get', 'a b', '~', '=?base64?', 'a=?base64?YQ==?=', '=?utf-8?q?a?='])(
    'carries %j as it is',
    (name) => {
      expect(mcpNameHeader(name)).toBe(name);
    },
  );

  it.each([
    ['café', '=?base64?Y2Fmw6k=?='],
    ['a\r\nX-Evil: 1', '=?base64?YQ0KWC1FdmlsOiAx?='],
    ['\0', '=?base64?AA==?='],
    ['\t', '=?base64?CQ==?='],
    [' a', '=?base64?IGE=?='],
    ['a ', '=?base64?YSA=?='],
    ['=?base64?YQ==?=', '=?base64?PT9iYXNlNjQ/WVE9PT89?='],
    ['=?base64?=', '=?base64?PT9iYXNlNjQ/PQ==?='],
    ['a\u007f', '=?base64?YX8=?='],
  ])('encodes %j', (name, header) => {
    expect(mcpNameHeader(name)).toBe(header);
  });

  it('refuses what is no tool name', () => {
    expect(() => mcpNameHeader('')).toThrow(expect.objectContaining({ code: 'empty' }));
    expect(() => mcpNameHeader('\ud800')).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});
