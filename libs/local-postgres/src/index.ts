export { type Cluster, initialiseCluster } from './initialise-cluster.js';
export { reachableFolder } from './reachable-folder.js';
export { serverCommand, type ServerCommand } from './server-command.js';
