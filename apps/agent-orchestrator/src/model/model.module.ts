import { type DynamicModule, Module } from '@nestjs/common';
import { createEgress, parseAllowList } from '@countersign/egress';
import type { Config } from '../config.js';
import { MODEL_CONFIG } from './model-config.js';
import { ModelClient } from './model.client.js';

@Module({})
export class ModelModule {
  static forRoot({ model, egressAllow }: Config): DynamicModule {
    const egress = createEgress({ allow: parseAllowList(egressAllow) });
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
