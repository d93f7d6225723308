import { Button } from '@mantine/core';
import { useSignOut } from '../session/sign-out.js';
import { Entrance } from '../ui/entrance.js';
import { visible } from '../ui/visible.js';

/** For somebody who has an account and is a member of nothing: not yet, or not any more. */
export function NoWorkspaceScreen({ name }: { readonly name: string }) {
  const signOut = useSignOut();
  return (
    <Entrance
      title="No workspace"
      description={`${visible(name)}, you are not a member of this workspace, or not any more. An admin can invite you.`}
    >
      <Button variant="default" onClick={signOut}>
        Sign out
      </Button>
    </Entrance>
  );
}
