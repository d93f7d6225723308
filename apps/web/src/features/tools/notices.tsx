import { Alert, Code, Text } from '@mantine/core';
import { IconInfoCircle, IconLock } from '@tabler/icons-react';

/** Entitlements are an operator's to give: nobody can change this here, and nothing is opened by it. */
export function EntitlementNotice() {
  return (
    <Alert color="yellow" mb="md" icon={<IconLock aria-hidden />} title="Approvals are not enabled for this workspace">
      <Text size="sm">
        Tools that ask are denied and left out of what agents and clients are offered, until approvals are enabled; open
        tools work as ever. No tool can be set to ask meanwhile; setting one not to ask stays possible. Nobody in this
        workspace can change that: whoever operates Countersign does, with the entitlement <Code>agent_approvals</Code>.
      </Text>
    </Alert>
  );
}

export function ReadOnlyNotice() {
  return (
    <Alert color="gray" mb="md" icon={<IconInfoCircle aria-hidden />} title="You can look, and not change">
      <Text size="sm">
        What tools may do is changed by editors and administrators (scope <Code>policy:update</Code>). Ask one of them.
      </Text>
    </Alert>
  );
}
