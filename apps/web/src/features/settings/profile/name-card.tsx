import { Button, Card, Group, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { answerOf, api } from '../../../api/api.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';

const NAME_LENGTH_MAX = 128;

export function NameCard({ name, email }: { readonly name: string; readonly email: string | null }) {
  const form = useForm({
    initialValues: { name },
    validate: { name: (text) => (text.trim() === '' ? 'Others need a name to know you by' : null) },
  });
  const rename = useWorkspaceMutation({
    write: (body: { name: string }) => answerOf(api.PATCH('/api/v1/me', { body })),
    changes: ['me', 'members', 'groups'],
    done: 'Your name is changed.',
    failed: 'Your name was not changed',
  });
  return (
    <Card withBorder>
      <Title order={2} mb="sm">
        You
      </Title>
      <form onSubmit={form.onSubmit((fields) => rename.mutate({ name: fields.name.trim() }))}>
        <Group align="flex-end">
          <TextInput
            label="Name"
            description={email === null ? undefined : `You sign in as ${email}`}
            autoComplete="name"
            maxLength={NAME_LENGTH_MAX}
            w={{ base: '100%', xs: 320 }}
            {...form.getInputProps('name')}
          />
          <Button type="submit" variant="default" loading={rename.isPending} disabled={!form.isDirty()}>
            Save
          </Button>
        </Group>
      </form>
    </Card>
  );
}
