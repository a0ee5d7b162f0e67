// What keys do on lists: every page works without.
(() => {
  "use strict";
  // Lists that run sideways show where one is.
  for (const here of document.querySelectorAll(":is(.nav2, .pipe, .rail .nav) [aria-current=page]")) {
    const list = here.closest("ul, .pipe");
    if (list && list.scrollWidth > list.clientWidth) {
      const inside = here.getBoundingClientRect().left - list.getBoundingClientRect().left;
      list.scrollLeft += inside - (list.clientWidth - here.offsetWidth) / 2;
    }
  }
  document.documentElement.classList.add("js");
  // Single keys can be switched off (WCAG 2.1.4), in the window that tells them; other scripts ask the page.
  const OFF = "colophon-keys-off";
  const root = document.documentElement;
  try {
    root.classList.toggle("keys-off", localStorage.getItem(OFF) === "1");
  } catch {
    // Without storage the choice holds until the page is left.
  }
  for (const control of document.querySelectorAll("[data-keys-switch]")) {
    control.hidden = false;
    const box = control.querySelector("input");
    box.checked = !root.classList.contains("keys-off");
    box.addEventListener("change", () => {
      root.classList.toggle("keys-off", !box.checked);
      try {
        localStorage.setItem(OFF, box.checked ? "0" : "1");
      } catch {
        // As above.
      }
    });
  }
  const typing = (event) =>
    root.classList.contains("keys-off") ||
    document.querySelector("dialog[open]") ||
    event.target.closest("input:not([type=checkbox]),textarea,select,[contenteditable=true]") ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey;
  const rows = () => [...document.querySelectorAll("[data-list] > li")];
  let at = -1;
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove("sel");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].classList.add("sel");
    const link = all[at].querySelector("h3 a, a, button");
    link?.focus();
    all[at].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (typing(event)) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      go(key === "j" ? 1 : -1);
      return;
    }
    const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input")) wanted.focus();
    else wanted.click();
  });
})();

// Passkeys: the browser's part of the conversation.
(() => {
  "use strict";
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  const post = async (step, body) => {
    const answer = await fetch(`/newsroom/passkey/${step}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.message);
    return said;
  };
  const options = (said) => said.publicKey ?? said;
  const ask = async (step) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options(await post(step, {})));
    return (await navigator.credentials.get({ publicKey })).toJSON();
  };
  const wire = (box, deed) => {
    if (!box) return;
    box.hidden = false;
    const fault = box.querySelector("[data-fault]");
    box.querySelector("button").addEventListener("click", async () => {
      fault.hidden = true;
      try {
        await deed(box);
      } catch (error) {
        fault.textContent = error.message;
        fault.hidden = false;
      }
    });
  };
  wire(document.querySelector("[data-passkey]"), async (box) => {
    const answer = await ask("ask-entry");
    const stay = document.querySelector("[name=stay]")?.checked ?? false;
    location.assign((await post("enter", { answer, to: box.dataset.to, stay })).to);
  });
  wire(document.querySelector("[data-prove]"), async (box) => {
    const answer = await ask("ask-proof");
    location.assign((await post("prove", { answer, to: box.dataset.to })).to);
  });
  wire(document.querySelector("[data-register]"), async (box) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options(await post("ask-registration", {})));
    const answer = (await navigator.credentials.create({ publicKey })).toJSON();
    const done = await post("register", { answer, name: box.querySelector("input").value });
    if (!done.recovery.length) return location.assign(done.to);
    const list = box.querySelector("[data-codes]");
    list.before(list.dataset.once);
    for (const code of done.recovery) {
      const line = document.createElement("li");
      line.append(code);
      list.append(line);
    }
  });
})();
