import type { Settings } from '../agents/agent-settings.js';
import type { RunStarted } from './run-event.js';

type Limits = 'turnsMax' | 'tokensMax' | 'wallSecondsMax' | 'parallelCallsMax';

/** What a run begins with. Null is no limit, and so is a limit that an event does not have. */
export function limitsOf(settings: Pick<Settings, Limits>): Pick<RunStarted, Limits> {
  const { turnsMax, tokensMax, wallSecondsMax, parallelCallsMax } = settings;
  return {
    turnsMax,
    parallelCallsMax,
    ...(tokensMax !== null && { tokensMax }),
    ...(wallSecondsMax !== null && { wallSecondsMax }),
  };
}
