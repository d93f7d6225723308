/** The API reference as a page without anything inline, so that its policy needs no exception for scripts. */
export const REFERENCE_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Countersign API</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <noscript>The API reference needs JavaScript; the document is at /api/openapi.json.</noscript>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/reference.js"></script>
  </body>
</html>
`;

/** A session's writes need the token of its sign-in, which \`/me\` tells. */
export const REFERENCE_SCRIPT = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
  requestInterceptor: async (request) => {
    if (request.method === undefined || request.method === 'GET') return request;
    const me = await fetch('/api/v1/me');
    if (me.ok) request.headers['x-csrf-token'] = (await me.json()).csrfToken ?? '';
    return request;
  },
});
`;

/** Of swagger-ui-dist; nothing else of it is served. */
export const REFERENCE_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};
