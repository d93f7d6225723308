import { type IntegrationPolicyView, POSTURES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { printLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { findServer } from './find-server.js';

interface PolicyOptions {
  readonly posture?: string;
  readonly trusted?: string;
  readonly resources?: string;
  readonly prompts?: string;
}

const SWITCHES = ['trusted', 'resources', 'prompts'] as const;
const ON_OFF = ['on', 'off'] as const;

export function addServerPolicy(servers: Command): void {
  servers
    .command('policy')
    .description('what holds for a server as a whole; with options, changes it')
    .argument('<server>', 'slug or id')
    .addOption(new Option('--posture <posture>', 'what new tools get').choices(POSTURES))
    .addOption(new Option('--trusted <on|off>', 'new and changed tools need no acknowledgement').choices(ON_OFF))
    .addOption(new Option('--resources <on|off>', 'clients may list and read its resources').choices(ON_OFF))
    .addOption(new Option('--prompts <on|off>', 'clients may list and get its prompts').choices(ON_OFF))
    .action(async (name: string, options: PolicyOptions, command: Command) => {
      const context = contextOf(command);
      const { id } = await findServer(context.api, name);
      const change = toChange(options);
      const place = `/mcp-integrations/${id}/policy`;
      const isChange = Object.keys(change).length > 0;
      const policy = await (isChange
        ? context.api.patch<IntegrationPolicyView>(place, change)
        : context.api.get<IntegrationPolicyView>(place));
      show(context, policy, printPolicy);
    });
}

/** The members of the body that were given; none stands for itself. */
function toChange({ posture, ...switches }: PolicyOptions): Record<string, unknown> {
  const given = SWITCHES.filter((name) => switches[name] !== undefined);
  return {
    ...(posture && { posture }),
    ...Object.fromEntries(given.map((name) => [name, switches[name] === 'on'])),
  };
}

function printPolicy({ posture, trusted, resources, prompts }: IntegrationPolicyView): void {
  const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off');
  printLine(`New tools: ${posture}`);
  printLine(`Trusted:   ${onOff(trusted)}`);
  printLine(`Resources: ${onOff(resources)}`);
  printLine(`Prompts:   ${onOff(prompts)}`);
}
