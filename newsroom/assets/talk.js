// What keys do on the moderators' table; J and K are the list's own. Every button works without.
(() => {
  "use strict";
  const list = document.querySelector("[data-comments]");
  const kept = (name, value) => {
    try {
      if (value === undefined) return sessionStorage.getItem(name);
      sessionStorage.setItem(name, value);
    } catch {
      return null;
    }
    return value;
  };
  const off = () => document.documentElement.classList.contains("keys-off");

  const all = document.querySelector("[data-all]");
  if (all && list) {
    all.hidden = false;
    all.querySelector("input").addEventListener("change", (event) => {
      for (const box of list.querySelectorAll("[name=comment]")) box.checked = event.target.checked;
    });
  }

  // One box at a time is open in a comment; it opens with the cursor where something is typed.
  document.addEventListener(
    "toggle",
    (event) => {
      const box = event.target;
      if (!box.matches?.("details.drop") || !box.open) return;
      for (const other of box.parentElement.querySelectorAll("details.drop[open]")) if (other !== box) other.open = false;
    },
    true,
  );

  const rows = () => [...(list?.children ?? [])];
  const chosen = () => list?.querySelector(":scope > .sel");
  // After a deed the list comes back: the same place in it is chosen again.
  document.addEventListener("submit", () => {
    const row = chosen();
    if (row) kept("colophon-talk-at", String(rows().indexOf(row)));
  });
  const at = Number(kept("colophon-talk-at") ?? -1);
  kept("colophon-talk-at", "-1");
  const step = () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
  addEventListener("DOMContentLoaded", () => {
    for (let n = 0; n <= Math.min(at, rows().length - 1); n += 1) step();
  });

  const open = (row, what) => {
    const box = row.querySelector(`details[data-do=${what}]`);
    if (!box) return;
    box.open = true;
    const field = what === "reject" ? box.querySelector("button") : box.querySelector("textarea, select, input");
    field?.focus();
  };
  const deeds = {
    a: (row) => row.querySelector("[data-do=approve]")?.click(),
    r: (row) => open(row, "reject"),
    e: (row) => open(row, "reply"),
    p: (row) => open(row, "pass"),
    x: (row) => row.querySelector("[name=comment]")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const box = event.target.closest?.("details.drop[open]");
      if (box) {
        box.open = false;
        box.querySelector("summary").focus();
      }
      return;
    }
    if (off() || document.querySelector("dialog[open]") || event.target.closest?.("textarea,select,input:not([type=checkbox]),[contenteditable=true]")) return;
    const row = chosen();
    if (!row) return;
    const ground = row.querySelector(`details[data-do=reject][open] [data-ground="${CSS.escape(event.key)}"]`);
    if (ground) {
      event.preventDefault();
      ground.click();
      return;
    }
    const deed = deeds[event.key.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    deed(row);
  });
})();
