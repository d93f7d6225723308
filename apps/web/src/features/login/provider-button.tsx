import { Button, Divider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { visible } from '../../ui/visible.js';

/** Signing in at the provider of the company, where there is one. */
export function ProviderButton({ returnTo }: { readonly returnTo: string }) {
  const { data } = useQuery({
    queryKey: ['auth-methods'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/auth/methods', { signal })),
    staleTime: Infinity,
  });
  if (!data?.oidc) return null;
  const { startUrl, label } = data.oidc;
  return (
    <>
      <Divider label="or" />
      <Button component="a" variant="default" href={`${startUrl}?${new URLSearchParams({ returnTo }).toString()}`}>
        {visible(label)}
      </Button>
    </>
  );
}
