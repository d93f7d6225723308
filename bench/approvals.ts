// How many approvals are created and decided in a second: `npm run bench -- --only approvals`.
import process from 'node:process';
import { APPROVALS, type DecisionFigures, measureApprovals } from './measure-approvals.ts';
import { BenchPolicy } from './policy-service.ts';
import { toTable } from './to-table.ts';

function row({ name, perSecond, ms, heardPerSecond }: DecisionFigures): (string | number)[] {
  return [name, perSecond.toFixed(0), ms.p50.toFixed(1), ms.p99.toFixed(1), heardPerSecond.toFixed(0)];
}

async function main(): Promise<void> {
  const policy = await BenchPolicy.start();
  try {
    const { createdPerSecond, decisions } = await measureApprovals(policy);
    process.stdout.write(
      `${APPROVALS} approvals, asked for at once: ${createdPerSecond.toFixed(0)} created a second\n\n`,
    );
    const titles = ['decision', 'decided/s', 'p50 ms', 'p99 ms', 'heard of by the router/s'];
    process.stdout.write(`${toTable(titles, decisions.map(row))}\n`);
  } finally {
    await policy.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
