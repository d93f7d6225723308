// `node prepared-server.ts PORT TOOLS`: a server whose answers were made beforehand, in a process of its own.
import process from 'node:process';
import { DiscoveryServers } from './discovery-servers.ts';

const [port, tools] = process.argv.slice(2).map(Number);
await DiscoveryServers.start({ tools: tools ?? 0, pageSize: tools ?? 0 }, port);
