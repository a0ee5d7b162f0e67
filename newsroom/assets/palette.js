// The command palette, and the keys of the page: every page works without.
(() => {
  "use strict";
  const palette = document.getElementById("palette");
  const help = document.getElementById("keys-here");
  if (!palette || !help) return;
  const input = palette.querySelector("input");
  const list = palette.querySelector("[role=listbox]");
  const said = palette.querySelector("[data-said]");
  /** Commands of the page shown before anything is typed; commands of the page listed at most. */
  const HERE_FIRST = 6;
  const HERE_MOST = 40;
  /** Pause after a letter before articles are asked for, and letters from which they are, milliseconds and letters. */
  const SEARCH_MS = 150;
  const SEARCH_FROM = 2;

  const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
  if (mac) for (const key of document.querySelectorAll("kbd[data-mod]")) key.textContent = key.textContent.replace("Ctrl", "⌘").replace("Alt", "⌥");

  const send = (to) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = to;
    document.body.append(form);
    form.submit();
  };
  // The browser gives the focus back to what had it; where nothing had it, nothing has it.
  const left = (dialog) => dialog.contains(document.activeElement) && document.activeElement.blur();
  const shut = (dialog) => {
    dialog.close();
    left(dialog);
  };
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === "visible";

  // What the page itself offers: what can be pressed on it now, under the words it bears.
  const here = () => {
    const found = new Map();
    for (const one of document.querySelectorAll("body button, body a.btn, body a[data-key], body input[data-key]")) {
      if (one.disabled || one.closest("dialog,[aria-hidden=true]") || one.matches("[data-palette]") || !seen(one)) continue;
      const copy = one.cloneNode(true);
      for (const key of copy.querySelectorAll("kbd,svg")) key.remove();
      const words = (one.getAttribute("aria-label") ?? (one.matches("input") ? one.labels?.[0]?.textContent : [...copy.childNodes].map((part) => part.textContent).join(" ")) ?? "").replace(/\s+/g, " ").trim();
      if (!words || found.has(words)) continue;
      const key = one.dataset.key ?? one.querySelector("kbd")?.textContent ?? "";
      found.set(words, { words, key: key.length === 1 ? key.toUpperCase() : key, run: () => (one.matches("input") ? one.focus() : one.click()) });
      if (found.size === HERE_MOST) break;
    }
    return [...found.values(), { words: palette.dataset.keys, key: "?", run: () => help.showModal() }];
  };

  let page = { name: "", lines: [], first: [] };
  let places = [];
  let articles = [];
  let shown = [];
  let at = 0;
  let turn = 0;
  let waiting = 0;

  const ask = async (words) => {
    const url = new URL(palette.dataset.from, location.href);
    if (words) url.searchParams.set("q", words);
    const mine = ++turn;
    try {
      const answer = await fetch(url, { headers: { accept: "application/json" } });
      if (!answer.ok || mine !== turn) return;
      const groups = (await answer.json()).groups;
      if (words) articles = groups;
      else places = groups;
    } catch {
      // What is on the page can be chosen without the server.
    }
    if (mine === turn && palette.open) draw();
  };
  const fits = (line, words) => {
    const text = folded(`${line.words} ${line.told ?? ""}`);
    return words.every((word) => text.includes(word));
  };
  const made = (name, attributes, ...inside) => {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    one.append(...inside);
    return one;
  };

  const draw = () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    const own = words.length ? page.lines : page.first;
    const groups = [{ name: page.name, lines: own }, ...places].map(({ name, lines }) => ({ name, lines: lines.filter((line) => fits(line, words)) }));
    if (words.length) groups.push(...articles);
    const known = new Set();
    shown = [];
    const drawn = [];
    for (const { name, lines } of groups) {
      const options = [];
      for (const line of lines) {
        // A place is listed once; what the page offers itself is not offered again.
        const same = line.send || !line.to ? line.words : line.to;
        if (known.has(same)) continue;
        known.add(same);
        const told = line.told ? [made("small", {}, line.told)] : [];
        const key = line.key ? [made("kbd", {}, line.key)] : [];
        options.push(made("div", { role: "option", id: `palette-${shown.length}`, "aria-selected": "false" }, made("span", {}, line.words), ...told, ...key));
        shown.push(line);
      }
      if (!options.length) continue;
      const title = `palette-of-${drawn.length}`;
      drawn.push(made("div", { role: "group", "aria-labelledby": title }, made("div", { id: title, class: "lab" }, name), ...options));
    }
    list.replaceChildren(...drawn);
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    said.textContent = shown.length ? "" : palette.dataset.none;
    choose(0);
  };
  const option = (n) => document.getElementById(`palette-${n}`);
  const choose = (n) => {
    option(at)?.setAttribute("aria-selected", "false");
    at = shown.length ? (n + shown.length) % shown.length : 0;
    const one = option(at);
    if (!one) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    one.setAttribute("aria-selected", "true");
    one.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", one.id);
  };
  const run = (line) => {
    if (!line) return;
    // Closing gives the focus back, so that what is done next begins where the person was.
    shut(palette);
    if (line.run) line.run();
    else if (line.send) send(line.to);
    else location.assign(line.to);
  };
  const open = () => {
    if (palette.open) {
      shut(palette);
      return;
    }
    const lines = here();
    const first = [...lines.filter((line) => line.key), ...lines.filter((line) => !line.key)].slice(0, HERE_FIRST);
    page = { name: palette.dataset.here, lines, first };
    articles = [];
    input.value = "";
    palette.showModal();
    draw();
    ask("");
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    articles = [];
    const words = input.value.trim();
    if (words.length >= SEARCH_FROM) waiting = setTimeout(() => ask(words), SEARCH_MS);
    draw();
  });
  palette.addEventListener("keydown", (event) => {
    const last = shown.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + 8, last), PageUp: Math.max(at - 8, 0) }[event.key];
    if (to !== undefined) choose(to);
    else if (event.key === "Enter" && !event.isComposing) run(shown[at]);
    else if (event.key === "Escape") shut(palette);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) run(shown[Number(one.id.slice("palette-".length))]);
  });
  for (const dialog of [palette, help]) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) shut(dialog);
    });
    dialog.addEventListener("close", () => left(dialog));
  }
  for (const button of document.querySelectorAll("[data-palette]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }

  const typing = (event) => event.target.closest?.("input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable=true]");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    if (mod && !event.shiftKey && event.key.toLowerCase() === "k") {
      if (document.querySelector("dialog[open]") && !palette.open) return;
      event.preventDefault();
      open();
    } else if (event.key === "?" && !mod && !typing(event) && !document.querySelector("dialog[open]") && !document.documentElement.classList.contains("keys-off")) {
      event.preventDefault();
      help.showModal();
    }
  });

  // G, then a letter: to a room. The second key is nobody else's.
  let going = false;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
      const was = going;
      going = false;
      if (typing(event) || document.querySelector("dialog[open]") || document.documentElement.classList.contains("keys-off")) return;
      const key = event.key.toLowerCase();
      if (!was) {
        going = key === "g";
        return;
      }
      const room = help.querySelector(`[data-go="${CSS.escape(key)}"]`);
      if (!room) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (room.dataset.send) send(room.dataset.send);
      else location.assign(room.dataset.to);
    },
    true,
  );
})();
