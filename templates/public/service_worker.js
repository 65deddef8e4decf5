{% load static %}/* When the site cannot be reached, the page kept here says so. Everything else goes past it. */
const STORE = "offline", PAGE = "{% url "offline" %}";
const DRAWN_WITH = ["{% static "portal/app.css" %}", "{% static "portal/page.js" %}", "{% static "portal/read_aloud.js" %}", "{% static "portal/icons.svg" %}"];
const LOOKS = ["{% url "display" %}", "{% url "set_language" %}"];

/* Anew after every change of mode, size, colours or language: the page is kept as its reader sees the others. */
const keep = async () => {
  const store = await caches.open(STORE);
  await store.addAll([PAGE, ...DRAWN_WITH].map((path) => new Request(path, { cache: "reload" })));
};
const page = async (event) => {
  try {
    const answer = await fetch(event.request);
    if (LOOKS.includes(new URL(event.request.url).pathname)) event.waitUntil(keep().catch(() => {}));
    return answer;
  } catch (error) {
    return (await caches.match(PAGE)) || Promise.reject(error);
  }
};
const drawing = async (request) => {
  try { return await fetch(request); } catch (error) { return (await caches.match(request)) || Promise.reject(error); }
};

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (DRAWN_WITH.includes(new URL(event.request.url).pathname)) event.respondWith(drawing(event.request));
});
