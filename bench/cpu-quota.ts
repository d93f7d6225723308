import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const ROOT = '/sys/fs/cgroup';
/** Short, so that a process that has used up its share waits for some milliseconds and not for a tenth of a second. */
const PERIOD_US = 10_000;

/** A share of one core that a process cannot exceed: a control group of Linux, of either version. */
export class CpuQuota {
  private constructor(
    private readonly folder: string,
    private readonly pid: number,
    private readonly before: string,
  ) {}

  /** Null where the system has no such groups, or lets us make none. */
  static limit(pid: number, share: number): CpuQuota | null {
    const isV2 = existsSync(join(ROOT, 'cgroup.controllers'));
    const root = isV2 ? ROOT : join(ROOT, 'cpu');
    const folder = join(root, `countersign-bench-${process.pid}-${pid}`);
    try {
      const before = join(root, groupOf(pid, isV2), 'cgroup.procs');
      mkdirSync(folder);
      const quotaUs = Math.round(share * PERIOD_US);
      if (isV2) {
        writeFileSync(join(folder, 'cpu.max'), `${quotaUs} ${PERIOD_US}`);
      } else {
        writeFileSync(join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
        writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quotaUs));
      }
      writeFileSync(join(folder, 'cgroup.procs'), String(pid));
      return new CpuQuota(folder, pid, before);
    } catch (error) {
      process.stderr.write(`bench: no CPU quota here: ${error instanceof Error ? error.message : String(error)}\n`);
      if (existsSync(folder)) rmdirSync(folder);
      return null;
    }
  }

  /** While the process still runs. */
  lift(): void {
    writeFileSync(this.before, String(this.pid));
    rmdirSync(this.folder);
  }
}

/** Lines are `id:controllers:path`; version 2 has the one with id 0. */
function groupOf(pid: number, isV2: boolean): string {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(':'));
  const row = rows.find(([id, names = '']) => (isV2 ? id === '0' : names.split(',').includes('cpu')));
  if (!row) throw new Error(`process ${pid} is in no group for CPU`);
  return row[2] ?? '/';
}
