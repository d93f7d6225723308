import { text } from 'node:stream/consumers';
import { recordLog } from './runs/record-log.js';

/** As `GET /runs/{id}/events` answers. */
interface EventPage {
  readonly items: readonly { readonly sequence: number; readonly type: string; readonly data: unknown }[];
}

// Makes a fixture of a log from standard input: `node dist/record.js 0.1.0 "what it is about"`. It touches nothing.
const [recordedBy, about] = process.argv.slice(2);
if (recordedBy === undefined || about === undefined) throw new Error('which version, and what is the run about?');
const { items } = JSON.parse(await text(process.stdin)) as EventPage;
const rows = items.map(({ sequence, type, data }) => ({ sequence, type, data: JSON.stringify(data) }));
process.stdout.write(`${JSON.stringify(recordLog(rows, { about, recordedBy }), null, 2)}\n`);
