import 'reflect-metadata';
import type { DynamicModule, INestApplication, NestApplicationOptions } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigError, EXIT_BAD_CONFIG } from './config-error.js';
import type { EnvSource } from './env-variable.js';
import { startHealthServer, type HealthServer } from './health.server.js';
import { configureHttp, type HttpOptions } from './http-application.js';
import { NoHttpAdapter } from './no-http.adapter.js';
import { ReadinessRegistry } from './readiness-registry.js';
import type { ServiceConfig } from './service-config.js';
import { ServiceLogger } from './service-logger.js';
import { ServiceModule } from './service.module.js';
import { Shutdown } from './shutdown.js';

export interface BootstrapOptions<C extends ServiceConfig> {
  /** As it appears in logs, e.g. `policy`. */
  readonly service: string;
  readonly readConfig: (env: EnvSource) => C;
  readonly module: (config: C) => DynamicModule;
  /** The NATS side: what the responders listen on. */
  readonly microservice?: (config: C) => MicroserviceOptions;
  /** The HTTP side, for a service that has one besides health. */
  readonly http?: (config: C) => HttpOptions;
}

interface Parts<C extends ServiceConfig> {
  readonly options: BootstrapOptions<C>;
  readonly config: C;
  readonly logger: ServiceLogger;
  readonly readiness: ReadinessRegistry;
}

/**
 * The whole life of a service process: configuration (exit code 78 when it is wrong), logs, health, Nest with its microservice and
 * HTTP, and an orderly end on SIGTERM or SIGINT. Failing to start is one log line and exit code 1.
 */
export async function bootstrap<C extends ServiceConfig>(options: BootstrapOptions<C>): Promise<void> {
  const config = readOrExit(options);
  const logger = new ServiceLogger({ service: options.service, level: config.log.level });
  const shutdown = new Shutdown(logger);
  shutdown.listen();
  try {
    await start({ options, config, logger, readiness: new ReadinessRegistry() }, shutdown);
  } catch (error) {
    logger.fatal('the service could not start', { err: error });
    process.exit(1);
  }
}

function readOrExit<C extends ServiceConfig>({ service, readConfig }: BootstrapOptions<C>): C {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${service}: ${error.message}\n`);
    process.exit(EXIT_BAD_CONFIG);
  }
}

async function start<C extends ServiceConfig>(parts: Parts<C>, shutdown: Shutdown): Promise<void> {
  const { options, config, logger, readiness } = parts;
  const started = readiness.register('startup', () => 'starting');
  const health = await startHealthServer(config.health, readiness);
  const http = options.http?.(config);
  const { app, cut, configure, listen } = http ? await withHttp(parts, http) : await withoutHttp(parts);
  shutdown.ready({ close: () => close(app, health, readiness), cut });
  const microservice = options.microservice?.(config);
  if (microservice) app.connectMicroservice<MicroserviceOptions>(microservice, { inheritAppConfig: false });
  await configure();
  // Initialised first: a message that comes in the moment the microservice listens finds everything in place.
  await app.init();
  if (microservice) await app.startAllMicroservices();
  const ports = await listen();
  started();
  logger.log('ready', { healthPort: health.port, ...ports });
}

/** What differs between a service with an HTTP side and one without. */
interface Application {
  readonly app: INestApplication;
  readonly configure: () => Promise<void>;
  readonly listen: () => Promise<{ readonly httpPort?: number | undefined }>;
  readonly cut: () => void;
}

async function withHttp<C extends ServiceConfig>(parts: Parts<C>, http: HttpOptions): Promise<Application> {
  const app = await NestFactory.create<NestExpressApplication>(rootOf(parts), nestOptions(parts));
  return {
    app,
    configure: () => configureHttp(app, http),
    listen: async () => {
      await app.listen(http.port, http.host);
      return { httpPort: portOf(app) };
    },
    cut: () => app.getHttpServer().closeAllConnections(),
  };
}

async function withoutHttp<C extends ServiceConfig>(parts: Parts<C>): Promise<Application> {
  const app = await NestFactory.create(rootOf(parts), new NoHttpAdapter(), nestOptions(parts));
  return { app, configure: () => Promise.resolve(), listen: () => Promise.resolve({}), cut: () => {} };
}

function nestOptions<C extends ServiceConfig>({ logger }: Parts<C>): NestApplicationOptions {
  return { bodyParser: false, logger, abortOnError: false };
}

function rootOf<C extends ServiceConfig>({ options, config, logger, readiness }: Parts<C>): DynamicModule {
  return { module: ServiceRoot, imports: [ServiceModule.forRoot(logger, readiness), options.module(config)] };
}

@Module({})
class ServiceRoot {}

/** Not ready first, so that a balancer stops sending; health last, so that it can watch. */
async function close(app: INestApplication, health: HealthServer, readiness: ReadinessRegistry): Promise<void> {
  readiness.register('shutdown', () => 'shutting down');
  await app.close();
  await health.close();
}

function portOf(app: NestExpressApplication): number | undefined {
  const address = app.getHttpServer().address();
  return typeof address === 'object' ? address?.port : undefined;
}
