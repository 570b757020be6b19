// The schema is served as a file; Swagger UI reads it from the address in the page.
const place = document.getElementById("docs");
SwaggerUIBundle({ domNode: place, url: place.dataset.schema, deepLinking: true, persistAuthorization: false });
