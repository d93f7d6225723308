import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DiscoveredTool } from '../../discovery/discovered-server.js';
import type { IntegrationRef } from '../../integrations/integration.repository.js';
import { type CurrentTool, ToolRepository } from '../tool.repository.js';
import { classifyTool, toRemovedTool, type ToolDifference } from './classify-tool.js';
import { COMPARED_TOOLS_MAX, TOOL_CHANGES_KEPT } from './drift-limits.js';
import { type Drift, DriftGatherer } from './gather-drift.js';
import { ToolChangeRepository } from './tool-change.repository.js';

export interface NewSnapshot {
  readonly ref: IntegrationRef;
  readonly snapshotRevision: number;
  readonly connectionMoved: boolean;
  /** What is stored still; the definitions are read here. */
  readonly current: readonly CurrentTool[];
  readonly discovered: readonly DiscoveredTool[];
}

const FIRST_SNAPSHOT = 1;

/** Finds out what became of an integration's tools, and keeps that. Before the new snapshot replaces the old one. */
@Injectable()
export class RecordDrift {
  constructor(
    private readonly tools: ToolRepository,
    private readonly changes: ToolChangeRepository,
  ) {}

  /** Of a first snapshot there is nothing: everything in it is new, and its names have their warnings in the integration. */
  async execute(tx: EntityManager, snapshot: NewSnapshot): Promise<Drift> {
    const { ref, snapshotRevision, connectionMoved } = snapshot;
    if (snapshotRevision === FIRST_SNAPSHOT) return { differences: [], total: 0 };
    const drift = await this.find(tx, snapshot);
    await this.changes.append(tx, ref, { snapshotRevision, connectionMoved, differences: drift.differences });
    return drift;
  }

  private async find(tx: EntityManager, { ref, current, discovered }: NewSnapshot): Promise<Drift> {
    const gatherer = new DriftGatherer(TOOL_CHANGES_KEPT);
    const names = new Set(discovered.map(({ name }) => name));
    for (const { name, definitionHash } of current) {
      if (!names.has(name)) gatherer.add(toRemovedTool(name, definitionHash));
    }
    const known = new Map(current.map((tool) => [tool.name, tool]));
    const suspects = discovered.filter((tool) => isSuspect(known.get(tool.name), tool));
    for (let start = 0; start < suspects.length; start += COMPARED_TOOLS_MAX) {
      const some = suspects.slice(start, start + COMPARED_TOOLS_MAX);
      for (const difference of await this.compare(tx, ref, some)) gatherer.add(difference);
    }
    return gatherer.result();
  }

  private async compare(
    tx: EntityManager,
    ref: IntegrationRef,
    tools: readonly DiscoveredTool[],
  ): Promise<ToolDifference[]> {
    const names = tools.map(({ name }) => name);
    const former = await this.tools.findFormer(tx, ref, names);
    const differences: ToolDifference[] = [];
    for (const tool of tools) {
      const difference = classifyTool(former.get(tool.name), tool);
      if (difference !== null) differences.push(difference);
      // One of 128 KiB takes milliseconds, and thousands may have changed: heartbeats go out in between.
      await setImmediate();
    }
    return differences;
  }
}

/** Its definition is another one, or its name looks another way: only those are read and compared. */
function isSuspect(current: CurrentTool | undefined, tool: DiscoveredTool): boolean {
  if (current?.definitionHash !== tool.definitionHash) return true;
  return tool.flags.some((flag) => !current.flags.includes(flag));
}
