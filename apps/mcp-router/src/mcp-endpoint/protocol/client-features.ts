import { TASKS_EXTENSION } from '../../upstream/call-sink.js';
import { isRecord } from './rpc-message.js';

/** What a client said that it can do, as far as anything here depends on it. */
export interface ClientFeatures {
  readonly elicitsForms: boolean;
  readonly elicitsUrls: boolean;
  readonly samples: boolean;
  readonly hasRoots: boolean;
  /** The extension. Tasks of 2025-11-25 are asked for by each request; what a client declared of them is about its own. */
  readonly hasTasks: boolean;
}

/** Reads `capabilities` of `initialize`, or of one request's `_meta`. Whatever is not declared in so many words is not there. */
export function readClientFeatures(capabilities: unknown): ClientFeatures {
  const declared = isRecord(capabilities) ? capabilities : {};
  const { elicitation, sampling, roots, extensions } = declared;
  return {
    // Before there were two kinds of it, an empty declaration meant forms.
    elicitsForms: isRecord(elicitation) && (isRecord(elicitation['form']) || !('url' in elicitation)),
    elicitsUrls: isRecord(elicitation) && isRecord(elicitation['url']),
    samples: isRecord(sampling),
    hasRoots: isRecord(roots),
    hasTasks: isRecord(extensions) && isRecord(extensions[TASKS_EXTENSION]),
  };
}
