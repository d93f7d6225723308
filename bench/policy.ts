// What the policies of a workspace cost to copy and to change: `npm run bench -- --only policy`.
import process from 'node:process';
import { type FetchFigures, INTEGRATIONS, measurePolicySnapshot, TOOLS } from './measure-policy-snapshot.ts';
import { BenchPolicy } from './policy-service.ts';
import { toTable } from './to-table.ts';

const KIB = 1_024;

function fetchRow(name: string, { bytes, pages, fetchMs, applyMs }: FetchFigures): (string | number)[] {
  const times = [fetchMs.p50, fetchMs.max, applyMs.p50, applyMs.max].map((ms) => ms.toFixed(1));
  return [name, (bytes / KIB).toFixed(1), pages, ...times];
}

async function main(): Promise<void> {
  const policy = await BenchPolicy.start();
  try {
    const { mergeMs, snapshot, patches } = await measurePolicySnapshot(policy);
    const size = `${INTEGRATIONS} integrations × ${TOOLS} tools`;
    process.stdout.write(`First discoveries of ${size}, announced at once: merged within ${mergeMs.toFixed(0)} ms\n\n`);
    const titles = ['what a router fetches', 'KiB', 'pages', 'fetch ms', 'slowest', 'apply ms', 'slowest'];
    const fetched = patches.map(({ tools, changes }) => fetchRow(`after a PATCH of ${tools}`, changes));
    process.stdout.write(`${toTable(titles, [fetchRow(`everything: ${size}`, snapshot), ...fetched])}\n\n`);
    const rows = patches.map(({ tools, ms, statements }) => {
      return [tools, ms.p50.toFixed(1), ms.max.toFixed(1), statements];
    });
    process.stdout.write(`${toTable(['tools in one PATCH', 'p50 ms', 'slowest', 'statements'], rows)}\n`);
  } finally {
    await policy.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
