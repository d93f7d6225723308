export * from './contract.js';
export * from './domain-error.js';
