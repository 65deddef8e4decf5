/* What checking a file gains with JavaScript: a PDF may be dropped anywhere in the section that takes it, which is
   framed meanwhile, and beside it a drop does nothing, where browsers would leave the page and open the file unchecked.
   Nothing is sent by dropping: the button sends, as it does for a file that was chosen. */
(() => {
  "use strict";

  const zone = document.querySelector("[data-drop]"), input = zone.querySelector("input[type=file]");
  const hint = document.createElement("span");
  hint.textContent = zone.dataset.drop;
  input.parentElement.append(hint);

  const within = (event) => zone.contains(event.target);
  const frame = (shown) => zone.classList.toggle("dropping", shown);

  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;   /* a word that is dragged into a field stays one */
    event.preventDefault();
    event.dataTransfer.dropEffect = within(event) ? "copy" : "none";
    frame(within(event));
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) frame(false); });

  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    frame(false);
    if (!within(event) || !event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    input.dispatchEvent(new Event("change"));
    zone.querySelector("button").focus();
  });
})();
