import { Argument, type Command } from 'commander';
import { bashScript, fishScript, type Shell, SHELLS, zshScript } from '../completion/scripts.js';
import { candidatesFor } from '../completion/candidates.js';
import { fetchNames } from '../completion/names.client.js';
import { printLine, safeLine } from '../print.js';

const SCRIPTS: Readonly<Record<Shell, () => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

const NOTES = `
For bash in ~/.bashrc, for zsh in ~/.zshrc:
  source <(countersign completion bash)
  source <(countersign completion zsh)
For fish:
  countersign completion fish > ~/.config/fish/completions/countersign.fish

It completes commands and options, and the names of servers, agents and approvals that wait.`;

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('a script by which a shell completes what is typed')
    .addArgument(new Argument('<shell>', 'which').choices(SHELLS))
    .addHelpText('after', NOTES)
    .action((shell: Shell) => printLine(SCRIPTS[shell]()));
  program
    .command('__complete', { hidden: true })
    .description('what the scripts ask: words before the one that is typed, and that one')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      for (const candidate of await candidatesFor(program, words, fetchNames)) printLine(safeLine(candidate));
    });
}
