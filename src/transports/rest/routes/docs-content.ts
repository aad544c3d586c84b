/** The page. Its addresses are relative, so that it works behind a proxy that adds a path. */
export const DOCS_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>MCP Enterprise Platform: REST</title>
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="stylesheet" href="docs/page.css">
</head>
<body>
<div id="api"><p class="waiting">Loading the documentation. It needs JavaScript.</p></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/page.js"></script>
</body>
</html>
`;

export const DOCS_STYLE = `body { margin: 0; background: #fff; }
.waiting { font: 16px/1.5 system-ui, sans-serif; padding: 2rem; }
`;

/**
 * Starts Swagger UI. The document depends on who asks, so it is fetched again, with the key, whenever the reader
 * authorizes or logs out. The key stays in the page's memory and is gone with it.
 */
export const DOCS_SCRIPT = `'use strict';
let ui;
const tokenOf = () => {
  const authorized = ui && ui.authSelectors.authorized();
  return authorized && (authorized.getIn(['key', 'value']) || authorized.getIn(['header', 'value']));
};
const fetchAgainAfter = (action, system) => (payload) => {
  const result = action(payload);
  system.specActions.download();
  return result;
};
const documentByKey = () => ({
  statePlugins: { auth: { wrapActions: { authorize: fetchAgainAfter, logout: fetchAgainAfter } } },
});
ui = SwaggerUIBundle({
  dom_id: '#api',
  url: 'openapi.json',
  plugins: [documentByKey],
  presets: [SwaggerUIBundle.presets.apis],
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const token = request.loadSpec && tokenOf();
    if (token) request.headers.Authorization = 'Bearer ' + token;
    return request;
  },
});
`;
