import { Controller, Get, Res } from '@nestjs/common';
import { ReadinessRegistry } from '@countersign/service';
import { type Jwks, KeyRing } from '@countersign/tokens';
import type { Response } from 'express';
import { Public } from '../access/access.guard.js';
import { AlsoWith, Answers } from '../http/output.dto.js';
import { HealthAnswer, PublicKeySet } from './health.dto.js';

const NOT_READY = 503;

/** For balancers that only reach this port; probes inside use the health listener, which says why. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly ring: KeyRing,
  ) {}

  @Get('health/live')
  @Public()
  @Answers(HealthAnswer)
  live(): HealthAnswer {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Public()
  @Answers(HealthAnswer)
  @AlsoWith(NOT_READY)
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthAnswer> {
    const notReady = await this.readiness.notReady();
    if (notReady.length > 0) response.status(NOT_READY);
    return { status: notReady.length === 0 ? 'ready' : 'not_ready' };
  }

  @Get('.well-known/jwks.json')
  @Public()
  @Answers(PublicKeySet)
  keys(): Jwks {
    return this.ring.jwks;
  }
}
