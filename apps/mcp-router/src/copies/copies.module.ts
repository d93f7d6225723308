import { Global, Module } from '@nestjs/common';
import { Copies } from './copies.js';
import { CopiesHost } from './copies.host.js';

@Global()
@Module({ providers: [Copies, CopiesHost], exports: [Copies, CopiesHost] })
export class CopiesModule {}
