// Swagger UI over this server's own description. Nothing is sent anywhere else.
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger",
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
});
