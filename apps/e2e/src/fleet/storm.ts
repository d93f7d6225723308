import { setTimeout as wait } from 'node:timers/promises';
import { type ServiceName, SERVICES } from '@countersign/contracts';
import type { Fleet } from './fleet.js';
import type { SeededDice } from './seeded-dice.js';

/** A supervisor does not start a dying process in a tight loop. */
const RESTART_PAUSE_MS = 300;
/** The bus stays away for up to this. */
const BUS_AWAY_MS_MAX = 1_500;

/** The processes with the most to lose are hit most often. */
const VICTIMS = [
  ...Array.from({ length: 5 }, () => 'agent-orchestrator' as const),
  ...Array.from({ length: 5 }, () => 'mcp-router' as const),
  ...Array.from({ length: 3 }, () => 'policy' as const),
  'admin-gateway',
  'integration-registry',
  'nats-server',
  'nats-server',
  'postgres',
  'postgres',
] as const;
type Victim = (typeof VICTIMS)[number];

/** Kills what the dice say, and starts again what has died, as any supervisor does. */
export class Storm {
  readonly kills: Partial<Record<Victim, number>> = {};
  private readonly keepers: Promise<void>[] = [];
  private isOver = false;

  constructor(
    private readonly fleet: Fleet,
    private readonly dice: SeededDice,
  ) {}

  /** From now on every process that dies is replaced. */
  begin(): void {
    for (const service of SERVICES) {
      for (const child of this.fleet.processesOf(service)) this.keepers.push(this.keep(service, child.exited));
    }
  }

  async strike(): Promise<void> {
    const victim = this.dice.pick(VICTIMS);
    this.kills[victim] = (this.kills[victim] ?? 0) + 1;
    switch (victim) {
      case 'nats-server':
        await this.fleet.killNats();
        await wait(this.dice.between(0, BUS_AWAY_MS_MAX));
        return this.fleet.restartNats();
      case 'postgres':
        return this.fleet.killAndRestartPostgres();
      default: {
        const replicas = this.fleet.processesOf(victim);
        // Its replacement may still be on its way.
        if (replicas.length > 0) await this.dice.pick(replicas).stop('SIGKILL');
      }
    }
  }

  /** Before the fleet is stopped: nothing is replaced any more. */
  end(): void {
    this.isOver = true;
  }

  private async keep(service: ServiceName, exited: Promise<unknown>): Promise<void> {
    await exited;
    while (!this.isOver) {
      await wait(RESTART_PAUSE_MS);
      if (this.isOver) return;
      const child = await this.fleet.add(service, {}, true);
      await child.exited;
    }
  }
}
