import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { onlyKnown } from '../../app/only-known.js';
import { signedInRoute } from '../../app/signed-in.route.js';
import { TOOL_FILTERS, type ToolFilter } from '../tools/tool-state.js';

export const INTEGRATION_TABS = ['tools', 'history', 'checks', 'settings'] as const;
export type IntegrationTab = (typeof INTEGRATION_TABS)[number];

interface IntegrationsSearch {
  readonly q?: string;
}

export interface IntegrationSearch {
  readonly tab?: IntegrationTab;
  readonly q?: string;
  readonly state?: ToolFilter;
  /** The one that is looked at, exactly as the server spells it. */
  readonly tool?: string;
}

export const integrationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/integrations',
  component: lazyRouteComponent(() => import('./integrations-screen.js'), 'IntegrationsScreen'),
  validateSearch: onlyKnown(({ q }): IntegrationsSearch => toText('q', q)),
});

export const integrationRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/integrations/$integrationId',
  component: lazyRouteComponent(() => import('./integration-screen.js'), 'IntegrationScreen'),
  validateSearch: onlyKnown(({ tab, q, state, tool }): IntegrationSearch => {
    const knownTab = INTEGRATION_TABS.find((known) => known === tab);
    const knownState = TOOL_FILTERS.find((known) => known === state);
    return {
      ...(knownTab && { tab: knownTab }),
      ...(knownState && { state: knownState }),
      ...toText('q', q),
      ...toText('tool', tool),
    };
  }),
});

export const integrationRoutes = [integrationsRoute, integrationRoute] as const;

/** The router reads `12` and `true` in an address as what they look like. */
function toText<Name extends string>(name: Name, value: unknown): { readonly [name in Name]?: string } {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return (isPlain && value !== '' ? { [name]: String(value) } : {}) as { readonly [name in Name]?: string };
}
