/* What audit.py measures inside the page. Each function returns plain values. */
const probes = {

measure({ tap, gap, font, elder }) {
  const found = [], width = innerWidth;
  scrollTo(0, 0);   /* a focused error may have moved the heading out of sight */
  const say = (rule, what, more = "") => found.push(`${rule}: ${what} ${more}`.trim());
  const name = (e) => `<${e.tagName.toLowerCase()}${e.className && e.className.baseVal === undefined ? "." + e.className : ""}> ${(e.innerText || e.value || e.getAttribute("aria-label") || "").trim().slice(0, 24)}`;
  const seen = (e) => {
    const s = getComputedStyle(e), r = e.getBoundingClientRect();
    return e.checkVisibility() && s.visibility !== "hidden" && s.display !== "none" && +s.opacity > 0 && r.width > 1 && r.height > 1 && r.right > 0 && r.bottom > 0 && !e.closest(".sr,.skip");
  };
  const join = (a, b) => {
    const x = Math.min(a.x, b.x), y = Math.min(a.y, b.y), right = Math.max(a.right, b.right), bottom = Math.max(a.bottom, b.bottom);
    return { x, y, right, bottom, width: right - x, height: bottom - y };
  };

  /* T1, T2: targets are large enough and apart; the label counts for radios and boxes, links inside sentences do not */
  const operable = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=link],[role=tab],[role=checkbox],[role=radio],[tabindex]:not([tabindex="-1"])';
  const targets = [];
  for (const e of document.querySelectorAll(operable)) {
    if (!seen(e)) continue;
    let r = e.getBoundingClientRect();
    if (e.matches("[type=radio],[type=checkbox]")) {
      const label = e.closest("label") || document.querySelector(`label[for="${CSS.escape(e.id)}"]`);
      if (label) r = join(r, label.getBoundingClientRect());
    }
    const sentence = e.closest("p,li,dd,td");
    const inline = e.tagName === "A" && getComputedStyle(e).display === "inline" && sentence && sentence.innerText.trim() !== e.innerText.trim();
    if (inline) continue;
    if (r.width + 0.5 < tap || r.height + 0.5 < tap) say("T1 target too small", name(e), `${Math.round(r.width)}x${Math.round(r.height)}`);
    targets.push([e, r]);
  }
  const row = (e, r) => e.parentElement && r.width >= 0.8 * e.parentElement.getBoundingClientRect().width;   /* whole rows of a list may touch */
  targets.forEach(([a, p], i) => targets.slice(i + 1).forEach(([b, q]) => {
    if (a.contains(b) || b.contains(a) || (row(a, p) && row(b, q)) || a.closest(".find") && a.closest(".find") === b.closest(".find")) return;
    const dx = Math.max(p.x - q.right, q.x - p.right, 0), dy = Math.max(p.y - q.bottom, q.y - p.bottom, 0);
    if (Math.hypot(dx, dy) + 0.5 < gap) say("T2 targets too close", name(a), `and ${name(b)}: ${Math.round(Math.hypot(dx, dy))}`);
  }));

  /* F1, F4, F5, F7: text is large, upright, airy, not too long */
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), done = new Set();
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (!text || done.has(e) || !seen(e) || e.closest("script,style,.sr,.skip")) continue;
    done.add(e);
    const s = getComputedStyle(e), size = parseFloat(s.fontSize);
    if (size + 0.05 < font) say("F1 text too small", text.slice(0, 20), `${size}`);
    if (s.fontStyle === "italic") say("F4 italic", text.slice(0, 20));
    if (+s.fontWeight < 400) say("F4 too thin", text.slice(0, 20));
    if (e.matches("p,li,dd") && parseFloat(s.lineHeight) / size < 1.499) say("F5 lines too close", text.slice(0, 20), `${parseFloat(s.lineHeight) / size}`);
    if (e.matches("p,li") && /[\u4e00-\u9fff]/.test(text) && e.clientWidth / size > (elder ? 30 : 38) && text.length > 38) say("F7 line too long", text.slice(0, 20));
  }

  /* C2: what can be filled in has a border one can see */
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((v) => { const c = v / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => { for (let n = e.parentElement; n; n = n.parentElement) { const c = getComputedStyle(n).backgroundColor; if (!/, 0\)$|transparent/.test(c)) return c; } return "rgb(255,255,255)"; };
  for (const e of document.querySelectorAll("input:not([type=hidden],[type=radio],[type=checkbox],[type=file]),select,textarea,.btn,.tool,.pick")) {
    if (!seen(e) || e.closest(".find")) continue;
    const s = getComputedStyle(e), pair = [light(s.borderTopColor), light(ground(e))].sort((x, y) => y - x);
    const own = [light(s.backgroundColor), light(ground(e))].sort((x, y) => y - x);
    const ratio = Math.max((pair[0] + 0.05) / (pair[1] + 0.05), (own[0] + 0.05) / (own[1] + 0.05));
    if (ratio < 3) say("C2 border too faint", name(e), ratio.toFixed(1));
  }

  /* C3, Z3, N4, N6, L2, P1, P2, A2 */
  for (const e of document.querySelectorAll("[aria-invalid=true]")) {
    const told = e.getAttribute("aria-describedby") || e.closest("fieldset")?.getAttribute("aria-describedby") || "";
    const words = told.split(" ").map((id) => document.getElementById(id)?.innerText || "").join("");
    if (!words.trim()) say("C3 error without words", name(e));
  }
  for (const e of document.querySelectorAll("[aria-describedby],[aria-labelledby],label[for]")) {
    for (const id of (e.getAttribute("aria-describedby") || e.getAttribute("aria-labelledby") || e.htmlFor || "").split(" ")) if (!document.getElementById(id)) say("A2 points to nothing", name(e), id);
  }
  const root = document.documentElement;
  if (root.scrollWidth > width + 1) say("Z3 wider than the screen", `${root.scrollWidth}`, [...document.querySelectorAll("body *")].filter((e) => seen(e) && e.getBoundingClientRect().right > width + 1).slice(-2).map(name).join(" | "));
  const count = (selector) => [...document.querySelectorAll(selector)].filter(seen).length;
  if (count("h1") !== 1) say("N4 not one h1", `${count("h1")}`);
  if (count("main .btn:not(.two,.stop,.slim)") > 1) say("N4 more than one solid button", `${count("main .btn:not(.two,.stop,.slim)")}`);
  if (!document.querySelector("body.desk") && !document.querySelector('.help a[href="tel:12345"]')) say("N6 help is missing", "");
  if (document.querySelectorAll("[autoplay],marquee,blink,meta[http-equiv=refresh]").length) say("L2 something moves by itself", "");
  if (document.querySelectorAll("dialog[open],[aria-modal=true]").length) say("P1 a dialog is open", "");
  for (const e of document.querySelectorAll("input[type=checkbox][checked]")) say("P2 ticked beforehand", name(e));
  if (!/^(zh-Hans|en)$/.test(root.lang)) say("A2 language", root.lang);
  if (!document.title.trim()) say("A2 no title", "");
  const raw = document.body.innerText.match(root.lang === "en" ? /.{0,12}(�|\{\{|\{%).{0,12}/ : /.{0,12}(�|\{\{|\{%|None\b).{0,12}/);
  if (raw) say("A2 raw text", raw[0]);
  return found;
},

/* the spacing of WCAG 1.4.12, put on or taken off */
space(on) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
  document.adoptedStyleSheets = on ? [sheet] : [];
},

/* how wide the page would like to be, what reaches so far, and what is cut off, with that spacing or without */
reflow(airy) {
  probes.space(airy);
  const root = document.documentElement, needs = root.scrollWidth;
  const far = needs > innerWidth + 1 ? [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(-2) : [];
  return { needs, widest: far.map((e) => `<${e.tagName.toLowerCase()}> ${e.textContent.trim().slice(0, 40)}`).join(" | "), cut: probes.clipped() };
},

clipped() {
  const cut = (e) => /hidden|clip/.test(getComputedStyle(e).overflowX) || getComputedStyle(e).textOverflow === "ellipsis";
  return [...document.querySelectorAll("button,a,label,h1,h2")].filter((e) => !e.matches(".sr") && cut(e) && e.scrollWidth > e.clientWidth + 1).map((e) => e.innerText.slice(0, 20));
},

moving() {
  const lasts = (e) => { const s = getComputedStyle(e); return parseFloat(s.transitionDuration) > 0 || s.animationName !== "none"; };
  return [...document.querySelectorAll("body *")].filter(lasts).map((e) => e.outerHTML.slice(0, 60));
},

/* what the keyboard stands on: has it a ring, is it in sight, does something lie over it? */
focused() {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const within = (v, most) => Math.min(Math.max(v, 0), most - 1);
  const hit = document.elementFromPoint(within(r.x + r.width / 2, innerWidth), within(r.y + r.height / 2, innerHeight));
  return {
    tag: e.tagName, words: (e.innerText || e.value || e.id || "").trim().slice(0, 20),
    ring: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2,
    inside: r.bottom > 0 && r.top < innerHeight,
    covered: !(hit && (e.contains(hit) || hit.contains(e) || hit.closest("label")?.contains(e))),
  };
},
};
