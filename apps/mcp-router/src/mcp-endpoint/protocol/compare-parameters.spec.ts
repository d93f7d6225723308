import { describe, expect, it } from '@jest/globals';
import { compareParameters } from './compare-parameters.js';

const REGION = { path: ['region'], header: 'mcp-param-region' };
const ROWS = { path: ['size', 'rows'], header: 'mcp-param-rows' };

const compare = (args: object, headers: Record<string, string>): unknown =>
  compareParameters([REGION, ROWS], args, headers)?.code ?? null;

describe('compareParameters', () => {
  it.each<[object, Record<string, string>]>([
    [{}, {}],
    [{ region: null }, {}],
    [{ region: 'eu' }, { 'mcp-param-region': 'eu' }],
    [{ region: 'eu' }, { 'mcp-param-region': ' eu ' }],
    [{ region: 'eu' }, { 'mcp-param-region': '=?base64?ZXU=?=' }],
    [{ region: 'ä' }, { 'mcp-param-region': '=?base64?w6Q=?=' }],
    [{ size: { rows: 42 } }, { 'mcp-param-rows': '42' }],
    [{ size: { rows: 42 } }, { 'mcp-param-rows': '42.0' }],
    [{}, { 'mcp-param-other': 'x' }],
  ])('takes %j with %j', (args, headers) => {
    expect(compare(args, headers)).toBeNull();
  });

  it.each<[object, Record<string, string>]>([
    [{ region: 'eu' }, {}],
    [{ region: 'eu' }, { 'mcp-param-region': 'us' }],
    [{ region: 'eu' }, { 'mcp-param-region': 'EU' }],
    [{}, { 'mcp-param-region': 'eu' }],
    [{ region: null }, { 'mcp-param-region': 'null' }],
    [{ region: 'eu' }, { 'mcp-param-region': '=?base64?ZXU?=' }],
    [{ region: 'eu' }, { 'mcp-param-region': '=?base64?Z!U=?=' }],
    [{ region: '\u00e4' }, { 'mcp-param-region': '\u00e4' }],
    [{ region: 'eu' }, { 'mcp-param-region': 'eu, eu' }],
    [{ size: { rows: 42 } }, { 'mcp-param-rows': '43' }],
    [{ size: { rows: 0 } }, { 'mcp-param-rows': '' }],
  ])('refuses %j with %j', (args, headers) => {
    expect(compare(args, headers)).toBe(-32_020);
  });
});
