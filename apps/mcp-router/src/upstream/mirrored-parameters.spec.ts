import { describe, expect, it } from '@jest/globals';
import { mirrorArguments, readMirroring } from './mirrored-parameters.js';

const region = { type: 'string', 'x-mcp-header': 'Region' };
const schema = (properties: object, rest: object = {}): object => ({ type: 'object', properties, ...rest });

describe('parameters that are mirrored into headers', () => {
  it('are found at any depth of properties', () => {
    const size = schema({ rows: { type: 'integer', 'x-mcp-header': 'Row-Count' } });
    expect(readMirroring(schema({ region, size, other: { type: 'string' } }))).toEqual({
      parameters: [
        { path: ['region'], header: 'mcp-param-region' },
        { path: ['size', 'rows'], header: 'mcp-param-row-count' },
      ],
    });
  });

  it('are not looked for in names, defaults and examples', () => {
    const odd = { type: 'object', default: region, examples: [region], const: region, enum: [region] };
    expect(readMirroring(schema({ 'x-mcp-header': { type: 'string' }, odd }))).toEqual({ parameters: [] });
    expect(readMirroring(true)).toEqual({ parameters: [] });
  });

  it.each<[string, object]>([
    ['at the root', { ...schema({}), 'x-mcp-header': 'Region' }],
    ['under items', schema({ list: { type: 'array', items: region } })],
    ['under prefixItems', schema({ list: { type: 'array', prefixItems: [region] } })],
    ['under anyOf', schema({}, { anyOf: [schema({ region })] })],
    ['under if', schema({}, { if: schema({ region }) })],
    ['under $defs', schema({ region: { $ref: '#/$defs/r' } }, { $defs: { r: region } })],
    ['under additionalProperties', schema({}, { additionalProperties: region })],
    ['with an empty name', schema({ region: { ...region, 'x-mcp-header': '' } })],
    ['with a line end in the name', schema({ region: { ...region, 'x-mcp-header': 'a\r\nEvil: 1' } })],
    ['with a name that is no text', schema({ region: { ...region, 'x-mcp-header': 1 } })],
    ['for a number', schema({ region: { ...region, type: 'number' } })],
    ['for an object', schema({ region: { ...region, type: 'object' } })],
    ['for several types', schema({ region: { ...region, type: ['string', 'null'] } })],
    ['twice, but for the case', schema({ region, other: { ...region, 'x-mcp-header': 'REGION' } })],
  ])('make a definition invalid %s', (_where, invalid) => {
    expect(readMirroring(invalid)).toEqual({ invalid: expect.any(String) });
  });
});

describe('the headers of a call', () => {
  const parameters = [
    { path: ['a'], header: 'mcp-param-a' },
    { path: ['b', 'c'], header: 'mcp-param-c' },
  ];

  it.each<[string, object]>([
    ['{"a":"us-west1"}', { 'mcp-param-a': 'us-west1' }],
    ['{"a":"Hello, 世界"}', { 'mcp-param-a': '=?base64?SGVsbG8sIOS4lueVjA==?=' }],
    ['{"a":" padded "}', { 'mcp-param-a': '=?base64?IHBhZGRlZCA=?=' }],
    ['{"a":"line1\\nline2"}', { 'mcp-param-a': '=?base64?bGluZTEKbGluZTI=?=' }],
    ['{"a":"=?base64?literal?="}', { 'mcp-param-a': '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=' }],
    ['{"a":""}', { 'mcp-param-a': '=?base64??=' }],
    ['{"a":true,"b":{"c":-7}}', { 'mcp-param-a': 'true', 'mcp-param-c': '-7' }],
    ['{"a":null,"b":{}}', {}],
    ['{"b":[1]}', {}],
    ['{"a":{"x":1},"b":{"c":1.5}}', {}],
  ])('for %s are %j', (argumentsText, headers) => {
    expect(mirrorArguments(parameters, argumentsText)).toEqual(headers);
  });

  it('are not taken from what every object inherits', () => {
    expect(mirrorArguments([{ path: ['constructor', 'name'], header: 'mcp-param-a' }], '{}')).toEqual({});
  });
});
