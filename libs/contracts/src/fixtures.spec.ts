import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { EVENTS, HEARTBEATS, HINTS, REQUESTS } from './catalogue.js';
import { type Dto, SERVICES } from './contract.js';
import { Heartbeat } from './heartbeat.js';

/**
 * One golden message per subject, as it is on the wire. Contracts are additive: these files only ever gain optional
 * fields, so a field that was renamed, retyped or became required makes its message invalid here.
 */
const FOLDER = path.join(import.meta.dirname, '..', 'fixtures');

type Json = Record<string, unknown>;

function read(subject: string): Json {
  return JSON.parse(readFileSync(path.join(FOLDER, `${subject}.json`), 'utf8')) as Json;
}

/** The properties that are wrong, with their constraints. */
function problems(dto: Dto<object>, plain: unknown): string[] {
  const instance = plainToInstance(dto, plain);
  const errors = validateSync(instance, { forbidUnknownValues: false });
  return errors.map((error) => `${error.property}: ${Object.keys(error.constraints ?? { nested: '' }).join()}`);
}

describe('the golden messages', () => {
  it.each(REQUESTS.map((request) => request.subject))('hold an input and an output of %s', (subject) => {
    const contract = REQUESTS.find((request) => request.subject === subject);
    if (!contract) throw new Error(`no contract ${subject}`);
    const { input, output } = read(subject) as { input: Json; output: Json };
    expect(problems(contract.input, input)).toEqual([]);
    expect(problems(contract.output, output)).toEqual([]);
    expect(problems(contract.input, { ...input, fromANewerVersion: true })).toEqual([]);
  });

  it.each(EVENTS.map((event) => event.subject))('hold an envelope of %s', (subject) => {
    const contract = EVENTS.find((event) => event.subject === subject);
    if (!contract) throw new Error(`no contract ${subject}`);
    const envelope = read(subject) as { type: string; data: Json };
    expect(envelope.type).toBe(subject);
    expect(problems(contract.payload, envelope.data)).toEqual([]);
  });

  it.each(HEARTBEATS.map((heartbeat) => heartbeat.subject))('hold a %s', (subject) => {
    expect(problems(Heartbeat, read(subject))).toEqual([]);
  });

  it.each(HINTS.map((hint) => hint.subject))('hold a %s', (subject) => {
    const contract = HINTS.find((hint) => hint.subject === subject);
    if (!contract) throw new Error(`no contract ${subject}`);
    expect(problems(contract.payload, read(subject))).toEqual([]);
  });

  it('are there for every subject and for nothing else', () => {
    const subjects = [...REQUESTS, ...EVENTS, ...HINTS, ...HEARTBEATS].map(({ subject }) => `${subject}.json`);
    expect(readdirSync(FOLDER).sort()).toEqual(subjects.sort());
  });

  it('name every field of their class that is not optional', () => {
    for (const contract of REQUESTS) {
      const empty = problems(contract.input, {});
      const { input } = read(contract.subject) as { input: Json };
      const required = empty.map((problem) => problem.split(':')[0]);
      expect(Object.keys(input)).toEqual(expect.arrayContaining(required));
    }
  });
});

describe('the contracts', () => {
  it('write every subject once, and in its version', () => {
    const subjects = [...REQUESTS, ...EVENTS, ...HINTS, ...HEARTBEATS].map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects.filter((subject) => !/^[a-z]+(\.[a-z-]+)+\.v[1-9]\d*$/.test(subject))).toEqual([]);
  });

  it('let no service ask itself, and let only services ask', () => {
    for (const { requesters, responder } of REQUESTS) {
      expect(requesters).not.toContain(responder);
      expect(requesters.length).toBeGreaterThan(0);
      expect(requesters.filter((requester) => !SERVICES.includes(requester))).toEqual([]);
    }
  });
});
