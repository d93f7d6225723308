import { busMicroservice } from '@countersign/messaging';
import { bootstrap } from '@countersign/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { httpOptions } from './http-options.js';

await bootstrap({
  service: 'admin-gateway',
  readConfig,
  module: (config) => AppModule.forRoot(config),
  microservice: (config) => busMicroservice({ service: 'admin-gateway', nats: config.nats }),
  http: httpOptions,
});
