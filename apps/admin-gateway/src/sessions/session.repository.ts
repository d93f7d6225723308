import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UserEntity } from '../users/user.entity.js';
import { SessionEntity } from './session.entity.js';

/** A working day: who comes back the next morning signs in. */
export const SESSION_SECONDS = 12 * 3_600;
/** Of silence: a lunch and a meeting; a browser that was left alone overnight is signed out before the morning. */
export const SESSION_IDLE_SECONDS = 4 * 3_600;

const IS_OPEN = `expires_at > now() and last_seen_at > now() - ${SESSION_IDLE_SECONDS} * interval '1 second'`;

/** On one page; nobody has that many browsers. */
const SESSIONS_SHOWN_MAX = 200;

/** As the system role: a session is a person's, in whichever workspaces. The database's clock decides when it ends. */
@Injectable()
export class SessionRepository {
  async insert(tx: EntityManager, idHash: string, userId: string, userAgent: string): Promise<Date> {
    const [row] = await tx.query<{ expires_at: Date }[]>(
      `insert into sessions (id_hash, user_id, user_agent, expires_at) values ($1, $2, $4, now() + $3 * interval '1 second')
       returning expires_at`,
      [idHash, userId, SESSION_SECONDS, userAgent],
    );
    if (row === undefined) throw new Error('the session was not written');
    return row.expires_at;
  }

  /** Null when there is no such session, or no longer. Leaves it as idle as it is. */
  async find(tx: EntityManager, idHash: string): Promise<UserEntity | null> {
    const [row] = await tx.query<{ user_id: string }[]>(
      `select user_id from sessions where id_hash = $1 and ${IS_OPEN}`,
      [idHash],
    );
    return row ? tx.findOneBy(UserEntity, { id: row.user_id }) : null;
  }

  /** As `find`, and notes the use; to the minute, so that a busy session is no busy row. */
  async use(tx: EntityManager, idHash: string): Promise<UserEntity | null> {
    await tx.query(
      `update sessions set last_seen_at = now()
       where id_hash = $1 and ${IS_OPEN} and last_seen_at < now() - interval '1 minute'`,
      [idHash],
    );
    return this.find(tx, idHash);
  }

  /** Whose it was; null when there is no such session, or no longer. */
  async delete(tx: EntityManager, idHash: string): Promise<string | null> {
    const [rows] = await tx.query<[{ user_id: string }[], number]>(
      `delete from sessions where id_hash = $1 and ${IS_OPEN} returning user_id`,
      [idHash],
    );
    return rows[0]?.user_id ?? null;
  }

  /** The one that was used last is first. */
  listOfUser(tx: EntityManager, userId: string): Promise<SessionEntity[]> {
    return tx.query<SessionEntity[]>(
      `select id, id_hash as "idHash", user_id as "userId", user_agent as "userAgent", created_at as "createdAt",
         last_seen_at as "lastSeenAt", expires_at as "expiresAt"
       from sessions where user_id = $1 and ${IS_OPEN} order by last_seen_at desc, id desc limit $2`,
      [userId, SESSIONS_SHOWN_MAX],
    );
  }

  /** False when they have none of that id. */
  async deleteOne(tx: EntityManager, userId: string, id: string): Promise<boolean> {
    return (await tx.delete(SessionEntity, { userId, id })).affected === 1;
  }

  /** All of a person's but the one that they act in; returns how many that were. */
  async deleteOfUser(tx: EntityManager, userId: string, exceptHash: string): Promise<number> {
    const [, ended] = await tx.query<[unknown[], number]>('delete from sessions where user_id = $1 and id_hash <> $2', [
      userId,
      exceptHash,
    ]);
    return ended;
  }

  /** Of somebody who is a member nowhere any more. */
  async deleteOfNobody(tx: EntityManager, userId: string): Promise<void> {
    await tx.query(
      'delete from sessions where user_id = $1 and not exists (select 1 from members where members.user_id = $1)',
      [userId],
    );
  }

  async deleteEnded(tx: EntityManager): Promise<void> {
    await tx.query(`delete from sessions where not (${IS_OPEN})`);
  }
}
