import { PageRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

/** Every list takes these. */
export class PageQuery extends PickType(PageRequest, ['cursor', 'limit'] as const) {}
