/* What a page gains with JavaScript: the focus lands on the errors, a password can be looked at, a double click sends once.
   Without it every page works the same. Nothing here starts by itself, floats or counts down. */
(() => {
  "use strict";

  document.querySelector(".note.no[tabindex]")?.focus();

  for (const button of document.querySelectorAll("button[data-reveals]")) {
    const input = document.getElementById(button.dataset.reveals);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.textContent = shown ? button.dataset.show : button.dataset.hide;
      input.focus();
    });
    input.form.addEventListener("submit", () => { input.type = "password"; });
  }

  /* The second click of a double click is dropped; the server is safe without this (request_key). */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 3000);   /* the answer may be a file, and the page stay */
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
