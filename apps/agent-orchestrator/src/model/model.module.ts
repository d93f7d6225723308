import { type DynamicModule, Module } from '@nestjs/common';
import { createEgress, parseAllowList } from '@countersign/egress';
import type { Config } from '../config.js';
import { MODEL_CONFIG } from './model-config.js';
import { ANSWER_TIMEOUT_MS, ModelClient } from './model.client.js';

/** An answer that is not streamed has its first byte when the model has thought it all. */
const LIMITS = { headersMs: ANSWER_TIMEOUT_MS, bodyMs: ANSWER_TIMEOUT_MS, totalMs: ANSWER_TIMEOUT_MS };

@Module({})
export class ModelModule {
  static forRoot({ model, egressAllow }: Config): DynamicModule {
    const egress = createEgress({ allow: parseAllowList(egressAllow), limits: LIMITS });
    return {
      module: ModelModule,
      global: true,
      providers: [
        { provide: MODEL_CONFIG, useValue: model },
        { provide: ModelClient, useValue: new ModelClient(model, egress) },
      ],
      exports: [MODEL_CONFIG, ModelClient],
    };
  }
}
