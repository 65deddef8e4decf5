/* 读给我听: reads the page's main part with a voice of the device, from the heading down to the button.
   Starts only on a tap. Hidden when the device has no voice for the page's language. Long utterances stall in Chromium,
   so it speaks pieces of at most 80 characters. What stands in [data-no-say] and every long number (identity cards,
   bank cards, codes) is never spoken. Nothing leaves the device unless its own voice does. */
(() => {
  "use strict";
  const box = document.querySelector("[data-say]");
  const engine = window.speechSynthesis;
  if (!box || !engine || !window.SpeechSynthesisUtterance) return;

  const LONGEST = 80, USUAL = 0.85, SLOWER = 0.65;
  const LONG_NUMBER = /[\dXx*＊•][\dXx*＊•.\- ]{5,}[\dXx*＊•]/g;
  const language = document.documentElement.lang.slice(0, 2);
  const button = (name) => box.querySelector(`[data-say-${name}]`);
  const start = button("start"), pause = button("pause"), again = button("again"), slower = button("slower");
  let voice = null, pieces = [], at = 0, rate = USUAL, run = 0, marked = null;

  const speaks = (each) => each.lang.replace("_", "-").slice(0, 2).toLowerCase() === language;

  function choose() {
    const fit = engine.getVoices().filter(speaks);
    voice = fit.find((each) => each.localService) || fit[0] || null;
    box.hidden = !voice;
  }

  const silent = (element) =>
    element.closest("[data-no-say],[aria-hidden=true],script,style,svg,select,textarea,option,.sr,[data-say],details:not([open]) > :not(summary)")
    || !element.getClientRects().length;

  function block(element) {
    while (getComputedStyle(element).display.startsWith("inline") && element.parentElement) element = element.parentElement;
    return element;
  }

  /* [[element, text], …] in the order of the page, one entry for each block of text. */
  function blocks() {
    const found = [], walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data, parent = walk.currentNode.parentElement;
      if (!text.trim() || silent(parent)) continue;
      const element = block(parent), last = found.at(-1);
      if (last && last[0] === element) last[1] += text;
      else found.push([element, text]);
    }
    return found;
  }

  function cut(text) {
    const clean = text.replace(/\s+/g, " ").replace(LONG_NUMBER, " ").trim(), out = [];
    for (const sentence of clean.match(/[^。！？；!?;]+[。！？；!?;]?/g) || []) {
      let rest = sentence;
      while (rest.length > LONGEST) {
        const comma = Math.max(...["，", "、", ",", " "].map((mark) => rest.lastIndexOf(mark, LONGEST - 1)));
        const end = comma > 0 ? comma + 1 : LONGEST;
        out.push(rest.slice(0, end));
        rest = rest.slice(end);
      }
      out.push(rest);
    }
    return out.filter((piece) => /[\p{L}\p{N}]/u.test(piece));
  }

  function mark(element) {
    marked?.classList.remove("said");
    marked = element;
    marked?.classList.add("said");
  }

  function show(reading, paused) {
    start.hidden = reading;
    for (const each of [pause, again, slower]) each.hidden = !reading;
    pause.querySelector("span").textContent = paused ? pause.dataset.on : pause.dataset.off;
    slower.setAttribute("aria-pressed", String(rate === SLOWER));
  }

  function stop() {
    run += 1;
    engine.cancel();
    mark(null);
  }

  function speak(mine) {
    if (mine !== run) return;
    if (at >= pieces.length) { stop(); at = 0; show(false); start.focus(); return; }
    const [element, text] = pieces[at];
    const words = new SpeechSynthesisUtterance(text);
    Object.assign(words, { voice, lang: voice.lang, rate });
    words.onend = () => { if (mine === run) { at += 1; speak(mine); } };
    words.onerror = words.onend;
    mark(element);
    engine.speak(words);
  }

  function read(from) {
    stop();
    at = from;
    show(true, false);
    speak(run);
  }

  start.addEventListener("click", () => {
    pieces = blocks().flatMap(([element, text]) => cut(text).map((piece) => [element, piece]));
    read(0);
    pause.focus();
  });
  pause.addEventListener("click", () => {     /* pause() is unreliable on phones: stop, and go on from this piece */
    if (marked) { stop(); show(true, true); } else read(at);
  });
  again.addEventListener("click", () => read(0));
  slower.addEventListener("click", () => { rate = rate === USUAL ? SLOWER : USUAL; read(at); });
  addEventListener("pagehide", stop);
  engine.addEventListener?.("voiceschanged", choose);
  choose();
})();
