import { bootstrap } from '@countersign/service';
import { busMicroservice } from '@countersign/messaging';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';

await bootstrap({
  service: 'integration-registry',
  readConfig,
  module: (config) => AppModule.forRoot(config),
  microservice: (config) => busMicroservice(config.bus),
});
