import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { describeDuration } from '../../ui/describe-time.js';
import { RelativeTime } from '../../ui/times.js';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import classes from './call-row.module.css';
import { CallStateBadge } from './call-state-badge.js';
import type { CallView } from './calls.queries.js';
import { VerdictBadge } from './verdict-badge.js';

/** One line of the ledger on a wide screen; two on a narrow one. */
export function CallRow({ call }: { readonly call: CallView }) {
  const { integrationSlug, toolName, exposedName, principal } = call;
  return (
    <Link to="/calls/$callId" params={{ callId: call.id }} className={classes['row']}>
      <span className={classes['state']}>
        <CallStateBadge state={call.state} isError={call.isError === true} />
      </span>
      <span className={classes['tool']}>
        <Text size="sm" component="div" truncate>
          <ToolName name={toolName ?? exposedName} />
        </Text>
        <Text size="xs" c="dimmed" truncate pl={5}>
          {toolName === null ? 'no such tool' : visible(integrationSlug ?? '')}
        </Text>
      </span>
      <Text size="sm" truncate>
        {visible(principal.name)}
        <Text span size="xs" c="dimmed">
          {' '}
          {principal.kind}
        </Text>
      </Text>
      <span>
        <VerdictBadge verdict={call.verdict} />
      </span>
      <Text size="sm" c="dimmed" className={classes['took'] ?? ''}>
        {tookOf(call)}
      </Text>
      <span className={classes['time']}>
        <RelativeTime time={call.createdAt} c="dimmed" />
      </span>
    </Link>
  );
}

export function CallRowHead() {
  return (
    <div className={classes['head']} aria-hidden>
      {['State', 'Tool', 'Asked by', 'Verdict', 'Ran for', 'When'].map((label) => (
        <Text key={label} size="sm" inherit>
          {label}
        </Text>
      ))}
    </div>
  );
}

/** At the upstream, without what it waited before. */
function tookOf({ sentAt, settledAt }: CallView): string {
  return sentAt !== null && settledAt !== null ? describeDuration(Date.parse(settledAt) - Date.parse(sentAt)) : '';
}
