import { CallLedger1700000001000 } from './call-ledger.migration.js';
import { CallRetention1700000006000 } from './call-retention.migration.js';
import { CallingAgent1700000010000 } from './calling-agent.migration.js';
import { CallingToken1700000002000 } from './calling-token.migration.js';
import { ClientRelay1700000008000 } from './client-relay.migration.js';
import { ClientRequests1700000004000 } from './client-requests.migration.js';
import { EditedArguments1700000005000 } from './edited-arguments.migration.js';
import { RepeatMarker1700000003000 } from './repeat-marker.migration.js';
import { TraceContext1700000009000 } from './trace-context.migration.js';

/** Every migration of this service, oldest first. */
export const MIGRATIONS = [
  CallLedger1700000001000,
  CallingToken1700000002000,
  RepeatMarker1700000003000,
  ClientRequests1700000004000,
  EditedArguments1700000005000,
  CallRetention1700000006000,
  ClientRelay1700000008000,
  TraceContext1700000009000,
  CallingAgent1700000010000,
];
