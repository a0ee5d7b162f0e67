/** Making elements without markup in strings: nothing a stranger wrote can become an element. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` listens, `class`, others are attributes; null and false are left out
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  heading: 'M6 5v14M18 5v14M6 12h12',
  bold: 'M8 5h5a3.5 3.5 0 0 1 0 7H8zM8 12h6a3.5 3.5 0 0 1 0 7H8z',
  italic: 'M10 5h7M7 19h7M14 5l-4 14',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  quote: 'M10 7H5v5h5zM10 12c0 3-2 5-4 5M19 7h-5v5h5zM19 12c0 3-2 5-4 5',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1',
  numbers: 'M10 6h10M10 12h10M10 18h10M4 5l1-.6V9M3.8 15.4a1.2 1.2 0 1 1 2 1L4 19h2.4',
  source: 'M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5',
  note: 'M4 5h16v11H10l-4 4v-4H4z',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  aside: 'M4 4h16v16H4zM8 9h8M8 13h8',
  rule: 'M4 12h4M10 12h4M16 12h4',
  embed: 'M9 8l-5 4 5 4M15 8l5 4-5 4',
  pull: 'M4 6h16M4 18h16M7 10h10M7 14h6',
  code: 'M5 5h14v14H5zM9 9l3 3-3 3M13 15h3',
  undo: 'M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  redo: 'M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3',
  find: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20',
  plus: 'M12 5v14M5 12h14',
  more: 'M5 12v.1M12 12v.1M19 12v.1',
  block: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16.2v.1',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.1',
  close: 'M6 6l12 12M18 6L6 18',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  bin: 'M4 7h16M9 7V4h6v3M7 7l1 13h8l1-13',
  text: 'M5 6h14M5 10h14M5 14h14M5 18h8',
};

/** A small drawing beside words; never the only word for a thing. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'ic');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

let live;
/** Says something to screen readers when they have time for it; the focus stays where it is. */
export function say(text) {
  if (!live) {
    live = h('div', { class: 'vh', role: 'status', 'aria-live': 'polite' });
    document.body.append(live);
  }
  live.textContent = live.textContent === text ? `${text}\u00a0` : text;
}

let serial = 0;
/** An id that no other element of the page has. */
export const freshId = (name) => `ed-${name}-${++serial}`;
