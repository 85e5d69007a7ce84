"use strict";
(() => {
  const MARK = /^#e-(\w+)-(\d+)$/;
  const narrow = () => window.matchMedia("(max-width: 860px)").matches;
  const calm = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  let wanted = null;
  let nonce = 0;
  let greeted = false;

  // An Enter that ends an IME composition must not send the question.
  let composed = false;
  const guardEnter = (event) => {
    if (event.key !== "Enter" || !event.target.closest?.("#question")) return;
    const composing = event.isComposing || event.keyCode === 229;
    if (event.type === "keydown") composed = composing;
    if (composing || composed) event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", guardEnter, true);
  window.addEventListener("keypress", guardEnter, true);
  window.addEventListener("keyup", () => { composed = false; }, true);

  const showMark = (mark, focus) => {
    const box = mark.closest(".scroll");
    const cell = mark.closest("td, mark, dd") ?? mark;
    if (box) {
      const inner = cell.getBoundingClientRect();
      const outer = box.getBoundingClientRect();
      const height = box.querySelector("thead")?.offsetHeight ?? 0;
      const tall = height > outer.height * 0.4;
      box.querySelector("table").classList.toggle("tall", tall);
      const covered = tall ? 0 : height;
      const left = box.scrollLeft + inner.left - outer.left - (outer.width - inner.width) / 2;
      const top = box.scrollTop + inner.top - outer.top - covered - (outer.height - covered - inner.height) / 2;
      box.scrollTo({ left, top });
    }
    if (!focus) return;
    const panel = document.querySelector("#evidence");
    if (narrow()) panel.scrollIntoView({ behavior: calm(), block: "start" });
    else document.querySelector("#proof").scrollTo({ top: 0 });
    mark.focus({ preventScroll: true });
  };

  // Hidden boxes carry what was clicked to the server.
  const tell = (box, value) => {
    const field = document.querySelector(`#${box} textarea, #${box} input`);
    if (!field) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const pick = (turn, n) => {
    wanted = `e-${turn}-${n}`;
    const shown = document.querySelector("#evidence .selected .tag");
    if (shown?.id === wanted) { showMark(shown, true); return; }
    tell("picked", `${turn}-${n}:${++nonce}`);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    const hash = link?.getAttribute("href").replace(/^[^#]*/, "");
    const mark = hash?.match(MARK);
    if (mark) {
      event.preventDefault();
      pick(mark[1], mark[2]);
    } else if (hash?.startsWith("#ask=")) {
      event.preventDefault();
      wanted = null;
      tell("chosen", `${++nonce}:${decodeURIComponent(hash.slice(5))}`);
    } else if (hash === "#chat") {
      event.preventDefault();
      document.querySelector("#talk").scrollIntoView({ behavior: calm(), block: "start" });
      document.querySelector("#question textarea")?.focus({ preventScroll: true });
    }
  });

  // The panel is drawn anew by the server: bring the selected mark into view when it comes.
  const settle = () => {
    const box = document.querySelector("#question textarea");
    if (box && !greeted) {
      greeted = true;
      // On a phone that would bring the keyboard up over the page.
      if (!narrow()) box.focus();
    }
    // Gradio names each message by its raw Markdown, which a screen reader would spell out.
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
    const mark = (wanted && document.getElementById(wanted)) || document.querySelector("#evidence .selected .tag");
    if (mark && !mark.dataset.seen) {
      mark.dataset.seen = "1";
      showMark(mark, mark.id === wanted);
    }
  };
  const setLanguage = (lang) => {
    document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
  };
  document.addEventListener("change", (event) => {
    if (!event.target.closest?.("#language")) return;
    setLanguage(event.target.value);
    const url = new URL(window.location.href);
    url.searchParams.set("lang", event.target.value);
    window.history.replaceState(null, "", url);
  });
  const start = () => {
    setLanguage(new URL(window.location.href).searchParams.get("lang") ?? "zh");
    new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
