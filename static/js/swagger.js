// Starts the API's documentation; a file of its own because the policy allows no inline script.
const target = document.getElementById("swagger");
globalThis.SwaggerUIBundle({ url: target.dataset.schema, domNode: target, deepLinking: true, defaultModelsExpandDepth: 0 });
