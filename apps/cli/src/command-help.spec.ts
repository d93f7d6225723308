import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { COMMANDS_WITH_EXAMPLES } from './command-examples.js';
import { createProgram } from './program.js';

interface Named {
  readonly name: string;
  readonly command: Command;
}

describe('the help of a command', () => {
  const all = commandsOf(createProgram());
  const leaves = all.filter(({ command }) => command.commands.length === 0);

  it('says what it does', () => {
    expect(all.filter(({ command }) => command.description() === '').map(({ name }) => name)).toEqual([]);
  });

  it('shows it being used', () => {
    expect(leaves.map(({ name }) => name).toSorted()).toEqual(COMMANDS_WITH_EXAMPLES.toSorted());
    for (const { name, command } of leaves) expect(helpOf(command)).toContain(`countersign ${name}`);
  });

  it('says what every option is', () => {
    const silent = leaves.flatMap(({ name, command }) =>
      command.options.filter(({ description }) => !description).map(({ flags }) => `${name} ${flags}`),
    );
    expect(silent).toEqual([]);
  });
});

/** With what comes after the list of options, as it is printed. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (piece) => (text += piece) });
  command.outputHelp();
  return text;
}

/** All but those that nobody types. */
function commandsOf(command: Command, path: readonly string[] = []): Named[] {
  return command.commands
    .filter((child) => !child.name().startsWith('__'))
    .flatMap((child) => {
      const below = [...path, child.name()];
      return [{ name: below.join(' '), command: child }, ...commandsOf(child, below)];
    });
}
