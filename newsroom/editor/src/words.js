/** The interface's words: given by the page in `data-words`, patterns of its catalogue with `{ $name }` in them. */

let words = {};

export function setWords(map) {
  words = map;
}

/**
 * The words for a key, with values put in. A key without words shows itself, so that it is noticed.
 * @param {string} key without the `editor-` before it
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const pattern = words[`editor-${key}`] ?? `editor-${key}`;
  return pattern.replace(/\{\s*\$([a-z-]+)\s*\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** An hour as the page's language writes it: 18.51, 18:51. */
export function clock(date, lang) {
  const two = (n) => String(n).padStart(2, '0');
  return `${two(date.getHours())}${/^it/i.test(lang) ? '.' : ':'}${two(date.getMinutes())}`;
}

/** A whole number with the signs of the page's language. */
export const number = (n, lang) => new Intl.NumberFormat(lang, { useGrouping: 'always' }).format(n);
