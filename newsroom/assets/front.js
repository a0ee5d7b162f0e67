// The board of a front: dragging, keys and undo. Each move is what a button of the form would do; the page works without.
(() => {
  "use strict";
  const form = document.getElementById("front");
  if (!form) return;
  const past = [];
  let held = null;
  let over = null;
  let busy = false;

  const places = () => [...form.querySelectorAll("[data-place]")];
  const said = () => form.querySelector("[data-said]");
  const say = (what, given = {}) => {
    const line = said();
    const text = (line.dataset[what] ?? "").replace("{h}", given.headline ?? "").replace("{p}", given.place ?? "");
    line.classList.remove("vh");
    line.textContent = text;
  };
  const fields = () => new URLSearchParams(new FormData(form));

  // Has the newsroom make a move, and puts the board it answers with in place of this one.
  const ask = async (body) => {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("front");
    if (!fresh) throw new Error("no board");
    const words = said().textContent;
    form.replaceChildren(...fresh.childNodes);
    dress();
    if (words) {
      said().classList.remove("vh");
      said().textContent = words;
    }
  };
  const move = async (deed, focus, told) => {
    if (busy) return;
    busy = true;
    const before = fields();
    const body = new URLSearchParams(before);
    body.set("do", deed);
    try {
      await ask(body);
      past.push(before);
      dress();
      if (told) say("dropped", told);
      focused(focus);
    } catch {
      say("failed");
    } finally {
      busy = false;
    }
  };
  const focused = (key) => {
    const place = key && form.querySelector(`[data-place="${key}"]`);
    (place?.querySelector("[data-grab]") ?? form.querySelector("[data-grab]"))?.focus();
  };
  const undo = async () => {
    if (busy || !past.length) return;
    busy = true;
    const body = new URLSearchParams(past.at(-1));
    body.set("do", "show");
    try {
      await ask(body);
      past.pop();
      dress();
      say("undone");
    } catch {
      say("failed");
    } finally {
      busy = false;
    }
  };

  // What is held: a place of the board, or an article offered beside it.
  const taken = (item) => ({
    item,
    place: item.dataset.place ?? "",
    put: item.hasAttribute("data-put"),
    article: item.dataset.offered ?? item.dataset.article ?? "",
    headline: item.dataset.headline ?? "",
  });
  const hold = (item) => {
    held = taken(item);
    item.classList.add("held");
    form.classList.add("dragging");
  };
  const aim = (place) => {
    over?.classList.remove("over");
    over = place;
    over?.classList.add("over");
  };
  const let_go = () => {
    held?.item.classList.remove("held", "grab");
    form.classList.remove("dragging");
    aim(null);
    held = null;
  };
  const drop = async (place) => {
    const what = held;
    const to = place?.dataset.place;
    let_go();
    if (!what || !to || to === what.place) return;
    const told = { headline: what.headline, place: place.dataset.name };
    await move(what.put ? `swap:${what.place}:${to}` : `put:${what.article}:${to}`, to, told);
  };

  // Elements are new after each move; what listens on the form stays.
  const dress = () => {
    for (const grab of form.querySelectorAll("[data-grab]")) grab.hidden = false;
    for (const item of form.querySelectorAll("[data-offered],[data-place]"))
      if (item.dataset.offered || item.dataset.article) item.draggable = true;
    form.querySelector("[data-hint]").hidden = false;
    const button = form.querySelector("[data-undo]");
    button.hidden = !past.length;
  };

  form.addEventListener("dragstart", (event) => {
    const item = event.target.closest?.("[data-offered],[data-place]");
    if (!item || event.target.closest("input,select,textarea")) return;
    hold(item);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.headline);
  });
  form.addEventListener("dragover", (event) => {
    if (!held) return;
    const place = event.target.closest("[data-place]");
    if (place) event.preventDefault();
    if (place !== over) aim(place);
  });
  form.addEventListener("drop", (event) => {
    if (!held) return;
    event.preventDefault();
    drop(event.target.closest("[data-place]"));
  });
  form.addEventListener("dragend", let_go);

  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("input,textarea")) {
      event.preventDefault();
      undo();
      return;
    }
    if (event.key === "Enter" && event.target.dataset.enter) {
      event.preventDefault();
      move(event.target.dataset.enter, "", null).then(() => form.querySelector("#q")?.focus());
      return;
    }
    const grab = event.target.closest("[data-grab]");
    if (!grab) return;
    const all = places();
    if (!held) {
      if (event.key !== " ") return;
      event.preventDefault();
      const item = grab.closest("[data-place]");
      hold(item);
      item.classList.add("grab");
      aim(item);
      say("picked", { headline: held.headline, place: item.dataset.name });
      return;
    }
    const at = all.indexOf(over);
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      aim(all[Math.max(0, Math.min(all.length - 1, at + step))]);
      over.scrollIntoView({ block: "nearest" });
      say("over", { place: over.dataset.name });
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (over?.dataset.place === held.place) {
        say("back", held);
        let_go();
      } else drop(over);
    } else if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.preventDefault();
      say("back", held);
      let_go();
    }
  });
  // A click on the handle is for the pointer: what a screen reader clicks picks up as Space does.
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-undo]")) {
      undo();
      return;
    }
    const button = event.target.closest("button[name=do]");
    if (!button || button.value === "publish") return;
    event.preventDefault();
    const [deed, what, to] = button.value.split(":");
    const chosen = { move: () => form.querySelector(`#to-${what}`)?.value, add: () => form.querySelector("#add_to")?.value };
    const place = chosen[deed]?.() ?? (deed === "off" ? what : to);
    const name = place && form.querySelector(`[data-place="${place}"]`)?.dataset.name;
    const headline = button.closest("[data-headline]")?.dataset.headline;
    const told = name && headline && deed !== "off" ? { headline, place: name } : null;
    move(button.value, place, told);
  });

  const widths = document.querySelector("[data-widths]");
  if (widths) {
    widths.hidden = false;
    widths.addEventListener("click", (event) => {
      const button = event.target.closest("[data-width]");
      if (!button) return;
      document.querySelector("iframe[name=front-preview]").className = button.dataset.width;
      for (const one of widths.children) one.setAttribute("aria-pressed", String(one === button));
    });
  }
  dress();
})();
