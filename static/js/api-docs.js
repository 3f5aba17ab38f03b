// Trying the API's calls: Swagger UI, a large program, is fetched when a reader asks for it, or follows a link into it.
// It draws the API's own description, with nothing of another host: no validator, no fonts.
(() => {
  "use strict";
  const place = document.getElementById("swagger-ui");
  const offer = document.getElementById("try-out");
  if (!place || !offer) return;

  // It has a dark form of its own, which a class on the root turns on.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const theme = document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
    document.documentElement.classList.toggle("dark-mode", theme === "dark");
  };

  const draw = () => {
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
  };

  const open = () => {
    offer.remove();
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: place.dataset.style });
    const script = Object.assign(document.createElement("script"), { src: place.dataset.script, onload: draw });
    document.head.append(style, script);
  };

  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", open, { once: true });
  if (location.hash.startsWith("#/")) open();
})();
