import { ResourceNotFoundError, type ReadResourceResult, type Server } from '@modelcontextprotocol/server';
import { PNG } from './fixture-media.fixture-spec.js';

const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

type Contents = ReadResourceResult['contents'][number];

const STATIC: readonly Contents[] = [
  { uri: 'test://static-text', mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
  { uri: 'test://static-binary', mimeType: 'image/png', blob: PNG },
  { uri: 'test://watched-resource', mimeType: 'text/plain', text: 'Watched.' },
];

function read(uri: string): Contents {
  const known = STATIC.find((resource) => resource.uri === uri);
  if (known !== undefined) return known;
  const id = TEMPLATE.exec(uri)?.[1];
  if (id === undefined) throw new ResourceNotFoundError(uri);
  return {
    uri,
    mimeType: 'application/json',
    text: JSON.stringify({ id, templateTest: true, data: `Data for ${id}` }),
  };
}

export function serveResources(server: Server): void {
  server.setRequestHandler('resources/list', () => ({
    resources: STATIC.map(({ uri, mimeType }) => ({ uri, name: uri.slice('test://'.length), mimeType })),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'template', mimeType: 'application/json' }],
  }));
  server.setRequestHandler('resources/read', ({ params }) => ({ contents: [read(params.uri)] }));
  server.setRequestHandler('resources/subscribe', () => ({}));
  server.setRequestHandler('resources/unsubscribe', () => ({}));
}
