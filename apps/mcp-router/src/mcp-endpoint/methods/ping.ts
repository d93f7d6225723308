import type { McpMethod } from './mcp-method.js';

/** Whether anybody is there. The modern era has no connection about which one could wonder. */
export const PING: McpMethod = {
  name: 'ping',
  eras: ['legacy'],
  execute: () => Promise.resolve({ json: '{}' }),
};
