/* What a page gains with JavaScript: the focus lands on the errors, a password can be looked at,
   a file button speaks the page's language, a double click sends once, and without a network a page says so.
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

  /* A browser names its file button in its own language: ours lies over it, and speaks the page's. */
  for (const box of document.querySelectorAll("[data-file]")) {
    const input = box.querySelector("input"), name = document.createElement("span"), face = document.createElement("span");
    const show = () => { name.textContent = input.files[0]?.name || box.dataset.none; };
    face.className = "tool";
    face.textContent = box.dataset.choose;
    face.setAttribute("aria-hidden", "true");
    input.addEventListener("change", show);
    show();
    box.append(face, name);
    box.classList.add("ours");
  }

  /* Without a network the page stays as it is, with everything typed, and says so at the button. */
  const stay = (event, form) => {
    const note = form.querySelector(".offline") || document.createElement("p");
    event.preventDefault();
    note.className = "msg offline";
    note.setAttribute("role", "alert");
    note.textContent = document.body.dataset.offline;
    (event.submitter?.closest(".acts") || form.lastElementChild).before(note);
  };

  /* The second click of a double click is dropped; the server is safe without this (request_key). */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (navigator.onLine === false) return stay(event, form);
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 3000);   /* the answer may be a file, and the page stay */
  });
  navigator.serviceWorker?.register("/service-worker.js").catch(() => {});   /* refused in private windows */

  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
