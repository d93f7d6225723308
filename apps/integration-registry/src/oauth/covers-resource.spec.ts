import { describe, expect, it } from '@jest/globals';
import { coversResource, toResource } from './covers-resource.js';

describe('a resource', () => {
  it.each([
    ['https://a.example/mcp', 'https://a.example/mcp'],
    ['https://a.example/mcp/', 'https://a.example/mcp'],
    ['https://A.example:443', 'https://a.example/mcp'],
    ['https://a.example/team', 'https://a.example/team/mcp?x=1'],
    ['https://a.example/mcp?x=1', 'https://a.example/mcp?x=1'],
  ])('%s is that of %s', (resource, serverUrl) => {
    expect(coversResource(resource, serverUrl)).toBe(true);
  });

  it.each([
    ['https://b.example/mcp', 'https://a.example/mcp'],
    ['http://a.example/mcp', 'https://a.example/mcp'],
    ['https://a.example:444/mcp', 'https://a.example/mcp'],
    ['https://a.example/mcp/admin', 'https://a.example/mcp'],
    ['https://a.example/mc', 'https://a.example/mcp'],
    ['https://a.example/mcp#x', 'https://a.example/mcp'],
    ['https://a.example/mcp?x=2', 'https://a.example/mcp?x=1'],
    ['urn:x', 'https://a.example/mcp'],
    ['mcp', 'https://a.example/mcp'],
  ])('%s is not that of %s', (resource, serverUrl) => {
    expect(coversResource(resource, serverUrl)).toBe(false);
  });

  it('is the URL itself where the server does not name one', () => {
    expect(toResource('https://A.example/mcp#x')).toBe('https://a.example/mcp');
  });
});
