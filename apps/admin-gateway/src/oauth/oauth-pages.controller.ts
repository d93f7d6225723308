import { Controller, Get, Inject, Logger, Req, Res } from '@nestjs/common';
import { DomainError, type IntegrationView } from '@countersign/contracts';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.guard.js';
import { CONFIG, type Config } from '../config.js';
import { PAGE_POLICY, SCRIPTED_PAGE_POLICY } from '../http/security-headers.js';
import { statusOf } from '../http/status-of.js';
import { PAGE_STYLE } from '../pages/page-style.js';
import { toClientMetadata } from './client-metadata.js';
import { CompleteAuthorization } from './complete-authorization.use-case.js';
import { type ResultPage, toResultPage } from './result-page.js';
import { START_PAGE, START_SCRIPT } from './start-page.js';

const HTML = 'text/html; charset=utf-8';

/** What other servers and people's browsers reach without the API. The callback finds out by itself who is there. */
@ApiExcludeController()
@Controller('oauth')
export class OAuthPagesController {
  private readonly logger = new Logger(OAuthPagesController.name);

  constructor(
    private readonly completion: CompleteAuthorization,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('client.json')
  @Public()
  client(): ReturnType<typeof toClientMetadata> {
    return toClientMetadata(this.config.http.publicUrl);
  }

  @Get('callback')
  @Public()
  async callback(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    response.setHeader('content-security-policy', PAGE_POLICY).type(HTML);
    try {
      return toResultPage(succeeded(await this.completion.execute(request)));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn('an authorization was not completed', { code: error.code });
      response.status(statusOf(error.code));
      return toResultPage(failed(error));
    }
  }

  @Get('start')
  @Public()
  start(@Res({ passthrough: true }) response: Response): string {
    response.setHeader('content-security-policy', SCRIPTED_PAGE_POLICY).type(HTML);
    return START_PAGE;
  }

  @Get('start.js')
  @Public()
  script(@Res({ passthrough: true }) response: Response): string {
    response.type('text/javascript; charset=utf-8');
    return START_SCRIPT;
  }

  @Get('page.css')
  @Public()
  style(@Res({ passthrough: true }) response: Response): string {
    response.type('text/css; charset=utf-8');
    return PAGE_STYLE;
  }
}

function succeeded({ authorization, ...integration }: IntegrationView): ResultPage {
  const { displayName, serverUrl, toolCount, status, lastAttempt } = integration;
  if (authorization?.state === 'needs_reauthorization') {
    const over = `The authorization of ${displayName} at ${serverUrl} was over at once.`;
    return { title: 'Not authorized', lines: [over, authorization.problem ?? 'It has to be given again.'] };
  }
  const isRead = status === 'connected';
  const read = isRead ? `It lists ${toolCount} tools.` : `It could not be read yet: ${lastAttempt?.message ?? status}`;
  return { title: 'Authorized', lines: [`Countersign may now use ${displayName} at ${serverUrl}.`, read] };
}

/** What the registry did not answer may have happened all the same. */
const UNKNOWN_OUTCOME = /^(bus\.|internal)/;

function failed({ message, code }: DomainError): ResultPage {
  if (!UNKNOWN_OUTCOME.test(code)) {
    return { title: 'Not authorized', lines: [message, `Nothing was changed. (${code})`] };
  }
  const next = `Whether it was authorized is not known: look at the server in Countersign. (${code})`;
  return { title: 'No answer', lines: [message, next] };
}
