import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CliError, EXIT } from './cli.errors.js';

/** Questions and what is typed stay out of the output that a program may read. */
const QUESTIONS = process.stderr;

export function isPersonThere(): boolean {
  return process.stdin.isTTY && QUESTIONS.isTTY;
}

/** False for anything but a yes. */
export async function confirm(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: QUESTIONS });
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
  } finally {
    reader.close();
  }
}

/** One line, as it was typed; empty where the input ends. */
export async function askLine(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: QUESTIONS });
  try {
    // A question is never answered where the input ends before.
    const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
    return (await Promise.race([reader.question(question), ended])).trim();
  } finally {
    reader.close();
  }
}

/** What is typed is not shown. */
export async function askSecret(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  QUESTIONS.write(question);
  try {
    return await reader.question('');
  } finally {
    reader.close();
    QUESTIONS.write('\n');
  }
}

/** A file, or `-` for the standard input. */
export async function readInputFile(file: string): Promise<string> {
  const content = file === '-' ? text(process.stdin) : readFile(file, 'utf8');
  return content.catch((cause: unknown) => {
    throw new CliError(`The file "${file}" cannot be read.`, EXIT.usage, { cause });
  });
}

/** Other programs can read a command line, and shells keep it: a secret comes in a file, or `-` for the standard input. */
export async function readSecretFile(file: string): Promise<string> {
  const secret = (await readInputFile(file)).trimEnd();
  // Left out, it would be taken for one that nobody wanted to give; the standard input can be read once only.
  if (secret === '') throw new CliError(`There is nothing in "${file}".`, EXIT.usage);
  return secret;
}
