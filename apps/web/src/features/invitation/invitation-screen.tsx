import { Button, PasswordInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { components } from '@countersign/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api, rememberCsrfToken } from '../../api/api.js';
import { takeLinkSecret } from '../../session/link-secret.js';
import { meQuery } from '../../session/session.js';
import { Entrance } from '../../ui/entrance.js';
import { ErrorState } from '../../ui/error-state.js';
import { visible } from '../../ui/visible.js';
import { NEW_PASSWORD_HINT, newPasswordProblem } from '../settings/profile/new-password-problem.js';

type Offer = components['schemas']['OfferedInvitationView'];

/** Where the link that an admin made leads: makes the account, or takes the one that there is. */
export function InvitationScreen() {
  const [secret] = useState(takeLinkSecret);
  const { data, error } = useQuery({
    queryKey: ['invitation'],
    queryFn: () => answerOf(api.POST('/api/v1/invitations/lookup', { body: { secret } })),
    enabled: secret !== '',
    retry: false,
  });
  if (secret === '' || error) {
    return (
      <Entrance title="This invitation does not work" description="It may have been used or taken back, or is too old.">
        {error && <ErrorState error={error} title="What the server says" />}
        <Text>Ask whoever invited you for another one.</Text>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="You are invited"
      description={
        data &&
        `${visible(data.invitedByName)} invites ${visible(data.email)} to ${visible(data.workspaceName)} as ${data.role}.`
      }
    >
      {data ? <AcceptForm offer={data} secret={secret} /> : <Skeleton height={200} aria-busy="true" />}
    </Entrance>
  );
}

function AcceptForm({ offer, secret }: { readonly offer: Offer; readonly secret: string }) {
  const { accept, error, isPending } = useAccept();
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (name) => (!offer.hasAccount && name.trim() === '' ? 'Others need a name to know you by' : null),
      password: (text) =>
        offer.hasAccount ? (text === '' ? 'Needed to know that it is you' : null) : newPasswordProblem(text),
    },
  });
  return (
    <form
      onSubmit={form.onSubmit(({ name, password }) =>
        accept({ secret, password, ...(!offer.hasAccount && { name: name.trim() }) }),
      )}
    >
      <Stack>
        {error && <ErrorState error={error} title="The invitation was not accepted" />}
        {!offer.hasAccount && <TextInput label="Your name" autoComplete="name" {...form.getInputProps('name')} />}
        <PasswordInput
          label={offer.hasAccount ? 'Your password' : 'A password'}
          description={offer.hasAccount ? 'Of the account that you have here already.' : NEW_PASSWORD_HINT}
          autoComplete={offer.hasAccount ? 'current-password' : 'new-password'}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={isPending}>
          Accept and sign in
        </Button>
      </Stack>
    </form>
  );
}

function useAccept() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (body: components['schemas']['AcceptInvitationBody']) =>
      answerOf(api.POST('/api/v1/invitations/accept', { body })),
    onSuccess: async ({ csrfToken }) => {
      rememberCsrfToken(csrfToken);
      await queryClient.resetQueries({ queryKey: meQuery.queryKey });
      await navigate({ to: '/' });
    },
  });
  return { accept: mutate, error, isPending };
}
