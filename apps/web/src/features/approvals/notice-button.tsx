import { Button, Tooltip } from '@mantine/core';
import { IconBell, IconBellOff, IconBellRinging } from '@tabler/icons-react';
import { useState } from 'react';
import { notifyDone } from '../../ui/notify.js';
import { areNoticesPossible, useNoticesSwitch } from './notices.js';

/** Asks the browser only when somebody presses it. */
export function NoticeButton() {
  const [isOn, setIsOn] = useNoticesSwitch();
  const [permission, setPermission] = useState(() => (areNoticesPossible() ? Notification.permission : 'denied'));
  if (!areNoticesPossible()) return null;
  const isWorking = isOn && permission === 'granted';
  const Icon = permission === 'denied' ? IconBellOff : isWorking ? IconBellRinging : IconBell;

  async function toggle(): Promise<void> {
    if (isWorking) return setIsOn(false);
    const answer = await Notification.requestPermission();
    setPermission(answer);
    setIsOn(answer === 'granted');
    if (answer === 'granted') notifyDone('You are told of new approvals while this page is out of sight.');
  }

  return (
    <Tooltip
      label={
        permission === 'denied'
          ? 'The browser does not let this page notify you: allow it in the settings of the page.'
          : 'Tells you of new approvals while you do something else.'
      }
    >
      <Button
        variant="default"
        aria-pressed={isWorking}
        disabled={permission === 'denied'}
        leftSection={<Icon size={18} aria-hidden />}
        onClick={() => void toggle()}
      >
        {isWorking ? 'Notifications on' : 'Notify me'}
      </Button>
    </Tooltip>
  );
}
