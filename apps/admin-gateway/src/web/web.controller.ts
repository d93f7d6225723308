import { randomBytes } from 'node:crypto';
import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.guard.js';
import { webPagePolicy } from '../http/security-headers.js';
import { isPathOfWeb } from './is-path-of-web.js';
import { WebFiles } from './web-files.host.js';

/** Their names change with their contents. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ENCODINGS = ['br', 'gzip'] as const;
const NONCE_BYTES = 16;

/** The web UI: the same page for every path of it, which its own router reads. Registered last. */
@ApiExcludeController()
@Controller()
export class WebController {
  constructor(private readonly files: WebFiles) {}

  @Get('assets/:file')
  @Public()
  asset(@Param('file') file: string, @Req() request: Request, @Res() response: Response): void {
    const encodings = ENCODINGS.filter((encoding) => request.acceptsEncodings(encoding) === encoding);
    const asset = this.files.find(file, encodings);
    if (!asset) throw new NotFoundException();
    response.type(file).setHeader('vary', 'accept-encoding').setHeader('cache-control', FOR_EVER);
    if (asset.encoding) response.setHeader('content-encoding', asset.encoding);
    response.sendFile(asset.path, { cacheControl: false, dotfiles: 'allow' });
  }

  @Get('{*path}')
  @Public()
  page(@Req() request: Request, @Res({ passthrough: true }) response: Response): string {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const page = isPathOfWeb(request.path) ? this.files.pageWith(nonce) : undefined;
    if (page === undefined) throw new NotFoundException();
    response.setHeader('content-security-policy', webPagePolicy(nonce)).type('text/html; charset=utf-8');
    return page;
  }
}
