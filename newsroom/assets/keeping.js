// The settings tried on the real page while they are chosen: every page works without.
(() => {
  "use strict";
  const form = document.querySelector("[data-dress]");
  const frame = document.querySelector("[data-look]");
  if (!form || !frame) return;
  let waiting = 0;
  const show = () => {
    const asked = new URLSearchParams(new FormData(form));
    frame.src = `${form.dataset.dress}?${asked}`;
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 300);
  });
})();
