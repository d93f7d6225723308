import { busMicroservice } from '@countersign/messaging';
import { bootstrap } from '@countersign/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';

await bootstrap({
  service: 'mcp-router',
  readConfig,
  module: (config) => AppModule.forRoot(config),
  microservice: (config) => busMicroservice(config.bus),
});
