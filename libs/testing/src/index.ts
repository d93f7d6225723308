export * from './eventually.js';
export * from './fault-proxy.js';
export * from './free-port.js';
export * from './start-nats.js';
export * from './start-postgres.js';
export * from './start-process.js';
export * from './test-database.js';
