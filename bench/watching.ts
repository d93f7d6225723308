// What it costs to watch servers while nothing happens: `node --import ./libs/service/fixtures/typescript-hooks.mjs bench/watching.ts`.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { toTable } from './to-table.ts';
import { BenchRegistry } from './watching-registry.ts';
import { BenchServers, type Announcing } from './watching-servers.ts';
import { measureIdle, type IdleFigures } from './measure-idle.ts';

const USAGE = `Usage: node --import ./libs/service/fixtures/typescript-hooks.mjs bench/watching.ts [--integrations N] [--seconds N]

  Starts PostgreSQL, NATS and the integration registry alone, registers N servers (default 500), waits until all are
  watched and measures for some seconds (default 60). Once each: nothing to watch, all polled, all listened to in both eras.`;

interface Scenario {
  readonly name: string;
  readonly integrations: number;
  readonly announcing: Announcing;
}

function scenarios(integrations: number): Scenario[] {
  return [
    { name: 'nothing', integrations: 0, announcing: 'nothing' },
    { name: 'polling', integrations, announcing: 'nothing' },
    { name: 'open GET streams (legacy)', integrations, announcing: 'legacy' },
    { name: 'open subscriptions (2026-07-28)', integrations, announcing: 'modern' },
  ];
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Everything new for each, so that none pays for what another left. */
async function run({ name, integrations, announcing }: Scenario, seconds: number): Promise<IdleFigures> {
  const servers = await BenchServers.start(announcing);
  const registry = await BenchRegistry.start();
  try {
    say(`${name}: registering ${integrations}`);
    await registry.register(await servers.urls(integrations));
    const streams = announcing === 'nothing' ? 0 : integrations;
    await servers.untilWatched(streams);
    await registry.restart();
    await servers.untilWatched(streams);
    say(`${name}: measuring for ${seconds} s`);
    return await measureIdle(registry, servers, seconds);
  } catch (error) {
    process.stderr.write(`${registry.logTail}\n`);
    throw error;
  } finally {
    await registry.stop();
    await servers.stop();
  }
}

async function main(): Promise<void> {
  const options = { integrations: { type: 'string' }, seconds: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options, strict: true });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const rows = [];
  for (const scenario of scenarios(Number(values.integrations ?? 500))) {
    const figures = await run(scenario, Number(values.seconds ?? 60));
    rows.push([
      scenario.name,
      scenario.integrations,
      figures.streams,
      figures.registryCpuPercent.toFixed(1),
      figures.postgresCpuPercent.toFixed(1),
      figures.registryRssMb ?? '',
      Math.round(figures.statementsPerMinute),
      Math.round(figures.looksPerMinute),
      `${Math.round(figures.othersPercent)} %`,
    ]);
  }
  const titles = ['watched by', 'servers', 'streams', 'registry CPU %', 'PostgreSQL CPU %', 'registry RSS MB'];
  process.stdout.write(`${toTable([...titles, 'statements/min', 'looks/min', 'machine used by others'], rows)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
