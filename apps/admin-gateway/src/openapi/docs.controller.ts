import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../access/access.guard.js';
import { DOCS_POLICY } from '../http/security-headers.js';
import { ApiDocument, type ApiDocumentObject } from './api-document.view.js';
import { REFERENCE_FILES, REFERENCE_PAGE, REFERENCE_SCRIPT } from './reference-page.js';

const FILES_DIRECTORY = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const SCRIPT_TYPE = 'text/javascript; charset=utf-8';

/** The API reference, from this very host: no other one is asked for anything. */
@ApiExcludeController()
@Controller()
export class DocsController {
  constructor(private readonly document: ApiDocument) {}

  @Get('api/openapi.json')
  @Public()
  openapi(): ApiDocumentObject {
    return this.document.get();
  }

  @Get('docs')
  @Public()
  page(@Res({ passthrough: true }) response: Response): string {
    response.setHeader('content-security-policy', DOCS_POLICY);
    response.type('text/html; charset=utf-8');
    return REFERENCE_PAGE;
  }

  @Get('docs/reference.js')
  @Public()
  script(@Res({ passthrough: true }) response: Response): string {
    response.type(SCRIPT_TYPE);
    return REFERENCE_SCRIPT;
  }

  @Get('docs/:file')
  @Public()
  async file(@Param('file') file: string, @Res() response: Response): Promise<void> {
    const type = Object.hasOwn(REFERENCE_FILES, file) ? REFERENCE_FILES[file] : undefined;
    if (type === undefined) throw new NotFoundException();
    response.type(type).send(await readFile(join(FILES_DIRECTORY, file)));
  }
}
