import { type DynamicModule, Module } from '@nestjs/common';
import { createEgress, parseAllowList } from '@countersign/egress';
import type { Config } from '../config.js';
import { AskModelUseCase } from './ask-model.use-case.js';
import { EndedRunWatch } from './ended-run-watch.host.js';
import { MODEL_CONFIG } from './model-config.js';
import { ANSWER_TIMEOUT_MS, ModelClient } from './model.client.js';
import { RunDeltas } from './run-deltas.client.js';

@Module({})
export class ModelModule {
  static forRoot({ model, egressAllow }: Config): DynamicModule {
    // Silence is a stalled stream, also before its first byte: servers that stream answer at once, or soon.
    const limits = { headersMs: model.stallMs, bodyMs: model.stallMs, totalMs: ANSWER_TIMEOUT_MS };
    const egress = createEgress({ allow: parseAllowList(egressAllow), limits });
    return {
      module: ModelModule,
      global: true,
      providers: [
        { provide: MODEL_CONFIG, useValue: model },
        { provide: ModelClient, useValue: new ModelClient(model, egress) },
        AskModelUseCase,
        EndedRunWatch,
        RunDeltas,
      ],
      exports: [MODEL_CONFIG, ModelClient, AskModelUseCase],
    };
  }
}
