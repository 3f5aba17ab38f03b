// Draws the API's documentation from its own description, with nothing of another host: no validator, no fonts.
(() => {
  "use strict";
  const place = document.getElementById("swagger-ui");
  if (!place || !window.SwaggerUIBundle) return;

  // Swagger UI has a dark form of its own, which a class on the root turns on.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const theme = document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
    document.documentElement.classList.toggle("dark-mode", theme === "dark");
  };
  follow();
  document.addEventListener("muster:theme", follow);

  window.SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
  });
})();
