import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { ToolChangeRepository } from './drift/tool-change.repository.js';
import { ToolRepository } from './tool.repository.js';

/** Forgets what a removed integration offered, and what became of it. Names stay, so that copies learn that they are gone. */
@Injectable()
export class EraseCatalogue {
  constructor(
    private readonly tools: ToolRepository,
    private readonly changes: ToolChangeRepository,
  ) {}

  /** Once the integration is marked as removed: the log of one that is not cannot be erased. */
  async execute(tx: EntityManager, ref: IntegrationRef, revision: number): Promise<void> {
    await this.tools.eraseAll(tx, ref, revision);
    await this.changes.deleteAll(tx, ref);
  }
}
