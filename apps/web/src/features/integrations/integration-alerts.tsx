import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconExternalLink, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import { useSession } from '../../session/session.js';
import { RelativeTime } from '../../ui/times.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { visible } from '../../ui/visible.js';
import { failureOf, toSentence } from './integration-state.js';
import { type Circuit, type Integration, useCircuits } from './integrations.queries.js';
import classes from './integrations.module.css';
import { Warnings } from './test-result.js';

/** What a person should do about a server, or know of it before they trust what is shown. */
export function IntegrationAlerts({ integration }: { readonly integration: Integration }) {
  const { data: circuits } = useCircuits();
  const circuit = circuits?.get(integration.id);
  const failure = failureOf(integration);
  const { warnings } = integration;
  return (
    <Stack gap="sm" mb="md" className={classes['alerts']}>
      <AuthorizationAlert integration={integration} />
      {circuit && circuit.state !== 'closed' && <CircuitAlert circuit={circuit} />}
      {failure !== null && (
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="The last check failed">
          <UntrustedText size="sm" text={failure} />
          <Text size="sm" mt={4}>
            Its tools are as they were last seen
            {integration.verifiedAt !== null && (
              <>
                {' '}
                <RelativeTime time={integration.verifiedAt} />
              </>
            )}
            ; what was decided about them stays. It is checked again by itself.
          </Text>
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="About its last listing">
          <Warnings warnings={warnings} />
        </Alert>
      )}
    </Stack>
  );
}

function CircuitAlert({ circuit: { failures, reason, retryAt } }: { readonly circuit: Circuit }) {
  return (
    <Alert color="red" icon={<IconPlugConnectedX aria-hidden />} title="Calls are held back">
      <Text size="sm">
        The last {failures === 1 ? 'call' : `${failures} calls`} found it broken: {visible(toSentence(reason))} Calls
        are refused at once
        {retryAt !== null && (
          <>
            ; it is tried again <RelativeTime time={retryAt} />
          </>
        )}
        .
      </Text>
    </Alert>
  );
}

function AuthorizationAlert({ integration }: { readonly integration: Integration }) {
  const { can } = useSession();
  const { status, authorization, displayName } = integration;
  const isWaiting = status === 'awaiting_authorization';
  if (!isWaiting && status !== 'needs_reauthorization') return null;
  const why = isWaiting
    ? `${visible(displayName)} lets nobody in before a person has signed in there and granted access.`
    : `Its authorization ended: ${visible(authorization?.problem ?? 'it gave no reason.')}`;
  return (
    <Alert
      color="yellow"
      icon={<IconLock aria-hidden />}
      title={isWaiting ? 'It waits to be authorized' : 'It has to be authorized again'}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{why}</Text>
        {can('integration:update') && can('policy:update') ? (
          <Group gap="sm">
            <ConnectButton integration={integration} />
            <Text size="sm">In another window. When it is done, this page goes on by itself.</Text>
          </Group>
        ) : (
          <Text size="sm">
            An editor or an administrator can do that (scopes integration:update and policy:update).
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

/** The page that it opens says once more for which server, and is bound to this browser. */
export function ConnectButton({ integration: { id, workspaceId } }: { readonly integration: Integration }) {
  const query = new URLSearchParams({ workspace: workspaceId, integration: id });
  return (
    <Button
      component="a"
      href={`/oauth/start?${query.toString()}`}
      target="_blank"
      rel="noopener"
      rightSection={<IconExternalLink size={16} aria-hidden />}
    >
      Authorize
    </Button>
  );
}
