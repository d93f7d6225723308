import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../access/access.guard.js';
import { SCRIPTED_PAGE_POLICY } from '../http/security-headers.js';
import { APPROVAL_PAGE, APPROVAL_SCRIPT } from './approval-page.js';

/** The page is the same for everybody and for every id; who may see what is said by the API that its script asks. */
@ApiExcludeController()
@Controller('approvals')
export class ApprovalPagesController {
  @Get('page.js')
  @Public()
  script(@Res({ passthrough: true }) response: Response): string {
    response.type('text/javascript; charset=utf-8');
    return APPROVAL_SCRIPT;
  }

  @Get(':approvalId')
  @Public()
  page(@Res({ passthrough: true }) response: Response): string {
    response.setHeader('content-security-policy', SCRIPTED_PAGE_POLICY).type('text/html; charset=utf-8');
    return APPROVAL_PAGE;
  }
}
