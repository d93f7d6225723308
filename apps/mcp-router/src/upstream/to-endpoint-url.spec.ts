import { describe, expect, it } from '@jest/globals';
import { toEndpointUrl } from './to-endpoint-url.js';

const stream = new URL('https://mcp.example.com/v1/sse?tenant=1');

describe('toEndpointUrl', () => {
  it.each([
    ['/messages?sessionId=1', 'https://mcp.example.com/messages?sessionId=1'],
    ['messages', 'https://mcp.example.com/v1/messages'],
    ['?sessionId=1', 'https://mcp.example.com/v1/sse?sessionId=1'],
    ['https://mcp.example.com:443/m', 'https://mcp.example.com/m'],
  ])('takes %s', (data, expected) => {
    expect(toEndpointUrl(data, stream)?.href).toBe(expected);
  });

  it.each([
    'https://evil.example.com/messages',
    '//evil.example.com/messages',
    '/\\evil.example.com/messages',
    'http://mcp.example.com/messages',
    'https://mcp.example.com:8443/messages',
    'https://mcp.example.com@evil.example.com/messages',
    'javascript:alert(1)',
    'http://',
    `/${'x'.repeat(2_048)}`,
  ])('refuses %s', (data) => {
    expect(toEndpointUrl(data, stream)).toBeNull();
  });
});
