import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { MembersController } from './members.controller.js';

@Module({ imports: [UsersModule], controllers: [MembersController] })
export class MembersModule {}
