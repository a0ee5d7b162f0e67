/** The rows of the article's sources: as many as are said, and one to spare. */

/** Rows a form has at most. */
const MOST = 100;
const NAME = /^source-(\d+)-name$/;

const rows = (form) => [...form.querySelectorAll('.source[data-source-number]')];
const nameOf = (row) => row.querySelector('[name$="-name"]');

/** One more row behind the last, empty; false if there is none to go by. */
function add(form) {
  const all = rows(form);
  const last = all.at(-1);
  if (!last || all.length >= MOST) return false;
  const n = Number(last.dataset.sourceNumber);
  const row = last.cloneNode(true);
  row.dataset.sourceNumber = String(n + 1);
  row.dataset.sourceText = '';
  const legend = row.querySelector('legend');
  legend.textContent = legend.firstChild.textContent.replace(String(n), String(n + 1)).trim();
  for (const one of row.querySelectorAll('*')) {
    for (const key of ['id', 'name', 'for', 'aria-describedby']) {
      if (one.hasAttribute(key)) one.setAttribute(key, one.getAttribute(key).replace(`source-${n}-`, `source-${n + 1}-`));
    }
    if (one.type === 'checkbox') one.checked = false;
    else if ('value' in one && one.matches('input,textarea')) one.value = '';
  }
  last.after(row);
  return true;
}

/** Makes room for what is said of sources in these fields. */
export function roomFor(form, fields) {
  for (const name of Object.keys(fields)) {
    while (NAME.test(name) && !form.elements.namedItem(name) && add(form));
  }
}

/** The last row is always empty. */
export function spareRow(form) {
  const last = rows(form).at(-1);
  if (last && nameOf(last).value) add(form);
}

/** Number and name of each source that has one. */
export const named = () =>
  [...document.querySelectorAll('[data-source-number]')]
    .map((row) => ({ n: Number(row.dataset.sourceNumber), text: nameOf(row)?.value ?? row.dataset.sourceText ?? row.textContent.trim().replace(/\s+/g, ' ') }))
    .filter(({ text }) => text);
