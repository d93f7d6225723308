import type { Schemas } from '@countersign/api-client';
import { POSTURES } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { WORKSPACE } from '../api.client.js';
import { printLine } from '../print.js';
import { contextOf, show } from './command-context.js';
import { findServer } from './find-server.js';

type Change = Schemas['UpdateIntegrationPolicyBody'];

interface PolicyOptions {
  readonly posture?: NonNullable<Change['posture']>;
  readonly trusted?: string;
  readonly resources?: string;
  readonly prompts?: string;
}

const PLACE = `${WORKSPACE}/mcp-integrations/{integrationId}/policy` as const;
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
      const { api } = context;
      const change = toChange(options);
      const params = api.at({ integrationId: (await findServer(api, name)).id });
      const isChange = Object.keys(change).length > 0;
      const policy = await api.answer(
        isChange ? api.client.PATCH(PLACE, { params, body: change }) : api.client.GET(PLACE, { params }),
      );
      show(context, policy, printPolicy);
    });
}

/** The members of the body that were given; none stands for itself. */
function toChange({ posture, ...switches }: PolicyOptions): Change {
  const given = SWITCHES.filter((name) => switches[name] !== undefined);
  return {
    ...(posture && { posture }),
    ...Object.fromEntries(given.map((name) => [name, switches[name] === 'on'])),
  };
}

function printPolicy({ posture, trusted, resources, prompts }: Schemas['IntegrationPolicyView']): void {
  const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off');
  printLine(`New tools: ${posture}`);
  printLine(`Trusted:   ${onOff(trusted)}`);
  printLine(`Resources: ${onOff(resources)}`);
  printLine(`Prompts:   ${onOff(prompts)}`);
}
