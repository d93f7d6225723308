import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isRefusal } from '../api/is-refusal.js';
import { notifyDone, notifyFailed } from '../ui/notify.js';

export interface WorkspaceMutationOptions<Input, Answer> {
  readonly write: (input: Input) => Promise<Answer>;
  /** First elements of the keys of what it changes. */
  readonly changes: readonly string[];
  readonly done?: string;
  readonly failed: string;
  readonly onDone?: (answer: Answer) => void;
}

/** A write that tells how it went, and has what it changed read again. */
export function useWorkspaceMutation<Input, Answer>(options: WorkspaceMutationOptions<Input, Answer>) {
  const { write, changes, done, failed, onDone } = options;
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: async (answer) => {
      await Promise.all(changes.map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })));
      if (done !== undefined) notifyDone(done);
      onDone?.(answer);
    },
    onError: (error) => {
      notifyFailed(failed, error);
      // Perhaps it was done all the same.
      if (!isRefusal(error)) for (const noun of changes) void queryClient.invalidateQueries({ queryKey: [noun] });
    },
  });
}
