/** Small windows that ask for one thing. They stand outside the form, so that Enter in them sends no article. */
import { freshId, h, icon } from './dom.js';
import { named } from './sources.js';
import { t } from './words.js';

/**
 * Opens a window; the promise tells what was answered, null if it was closed without.
 * @template T
 * @param {string} title
 * @param {(close: (answer: T | null) => void) => (Node | null)[]} build
 * @param {{submit?: string, read?: () => T | null}} [options] a form with a button that answers `read()`
 * @returns {Promise<T | null>}
 */
export function ask(title, build, options = {}) {
  return new Promise((resolve) => {
    const heading = freshId('title');
    let answer = null;
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    const form = h('form', { method: 'dialog', novalidate: true });
    const dialog = h('dialog', { class: 'ed-ask', 'aria-labelledby': heading });
    const shut = h('button', { type: 'button', class: 'ed-x', 'aria-label': t('close'), onclick: () => close(null) }, icon('close'));
    form.append(h('div', { class: 'ed-ask-top' }, h('h2', { id: heading }, title), shut), ...build(close).filter(Boolean));
    if (options.submit) form.append(h('div', { class: 'row' }, h('button', { class: 'btn pri', type: 'submit' }, options.submit)));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const read = options.read?.();
      if (read !== null && read !== undefined) close(read);
    });
    dialog.append(form);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    form.querySelector('[data-first]')?.focus();
  });
}

/** A labelled control. */
export function field(label, control, help) {
  control.id ||= freshId('field');
  return h('div', { class: 'ed-field' }, h('label', { for: control.id }, label), control, help ? h('p', { class: 'help' }, help) : null);
}

/** Fetches JSON of the own site; null where that fails. */
export async function json(url, options = {}) {
  try {
    const answer = await fetch(url, { credentials: 'same-origin', headers: { accept: 'application/json' }, ...options });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const withQuery = (url, q) => `${url}${url.includes('?') ? '&' : '?'}q=${encodeURIComponent(q)}`;
const SEARCH_MS = 200;

/** Asks while one types; only the latest answer counts. */
function searching(input, ask_) {
  let timer;
  let serial = 0;
  const run = async () => {
    const mine = ++serial;
    await ask_(input.value.trim(), () => mine === serial);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(run, SEARCH_MS);
  });
  return run;
}

/** An address as the tree keeps it, or null if it is none. */
export function address(text) {
  const s = text.trim();
  if (/^(https?:\/\/|mailto:)\S+$/i.test(s) || /^\/(?!\/)\S*$/.test(s)) return s;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(s)) return `mailto:${s}`;
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(\/\S*)?$/u.test(s)) return `https://${s}`;
  return null;
}

/**
 * Where a link leads: an address, or an article found by its words.
 * @param {{search: string, href: string, text: string | null}} given `text` is null where words are selected
 * @returns {Promise<{href: string, text: string} | null>} an empty address takes the link off
 */
export function askLink({ search, href, text }) {
  const input = h('input', { type: 'text', 'data-first': true, role: 'combobox', 'aria-expanded': 'false', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false' });
  input.value = href;
  const words = text === null ? null : h('input', { type: 'text' });
  const box = h('ul', { class: 'ed-hits', role: 'listbox', id: freshId('hits'), 'aria-label': t('link-hits'), hidden: true });
  const wrong = h('p', { class: 'ed-wrong', role: 'alert' });
  input.setAttribute('aria-controls', box.id);
  let hits = [];
  let at = -1;
  const mark = (index) => {
    at = index;
    [...box.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    if (at >= 0) {
      input.setAttribute('aria-activedescendant', box.children[at].id);
      box.children[at].scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const take = (hit) => {
    input.value = hit.url;
    if (words && !words.value) words.value = hit.headline;
    show([]);
    input.focus();
  };
  const show = (list) => {
    hits = list;
    at = -1;
    box.replaceChildren(
      ...list.map((hit) =>
        h('li', { role: 'option', id: freshId('hit'), 'aria-selected': 'false', onmousedown: (event) => (event.preventDefault(), take(hit)) }, h('b', {}, hit.headline), h('small', {}, hit.date ?? '')),
      ),
    );
    box.hidden = !list.length;
    input.setAttribute('aria-expanded', String(Boolean(list.length)));
    input.removeAttribute('aria-activedescendant');
  };
  searching(input, async (q, current) => {
    if (!q || address(q)?.match(/^(https?:|\/)/)) return show([]);
    const found = await json(withQuery(search, q));
    if (current()) show(found?.articles?.slice(0, 8) ?? []);
    return undefined;
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && hits.length) mark(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp' && hits.length) mark(Math.max(at - 1, -1));
    else if (event.key === 'Enter' && at >= 0) take(hits[at]);
    else if (event.key === 'Escape' && hits.length) show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const read = () => {
    const found = address(input.value);
    if (!found) {
      wrong.textContent = t('link-wrong');
      input.focus();
      return null;
    }
    return { href: found, text: words?.value.trim() || found };
  };
  return ask(
    t('link'),
    (close) => [
      field(t('link-address'), input, t('link-help')),
      box,
      wrong,
      words && field(t('link-words'), words),
      href ? h('div', { class: 'row' }, h('button', { class: 'btn no', type: 'button', onclick: () => close({ href: '', text: '' }) }, t('link-remove'))) : null,
    ],
    { submit: t('link-put'), read },
  );
}

/** Which of the article's sources. @returns {Promise<number | null>} */
export function askSource() {
  const sources = named();
  return ask(t('source'), (close) =>
    sources.length
      ? [
          h(
            'ul',
            { class: 'ed-choices' },
            ...sources.map(({ n, text }, index) =>
              h('li', {}, h('button', { type: 'button', 'data-first': index === 0, onclick: () => close(n) }, h('sup', { class: 'ref' }, String(n)), h('span', {}, text.replace(new RegExp(`^${n}[.)]?\\s*`), '')))),
            ),
          ),
        ]
      : [h('p', {}, t('source-none'))],
  );
}

/** @typedef {{id: string, alt?: string, caption?: string, credit?: string, licence?: string, thumb?: string}} Found */

/** Sends a picture of this computer. @returns {Promise<Found | null>} */
export async function upload(url, file) {
  const body = new FormData();
  body.append('file', file);
  return json(url, { method: 'POST', body });
}

/** A picture of the archive or of this computer. @returns {Promise<Found | null>} */
export function askPicture(url) {
  const input = h('input', { type: 'search', 'data-first': true });
  const grid = h('ul', { class: 'ed-pictures' });
  const file = h('input', { type: 'file', accept: 'image/*' });
  const state = h('p', { role: 'status', class: 'help' });
  return ask(t('picture'), (close) => {
    const run = searching(input, async (q, current) => {
      state.textContent = t('picture-searching');
      const found = await json(withQuery(url, q));
      if (!current()) return;
      const pictures = found?.pictures ?? [];
      state.textContent = found ? (pictures.length ? '' : t('picture-none')) : t('unreachable');
      grid.replaceChildren(
        ...pictures.map((picture) =>
          h('li', {}, h('button', { type: 'button', onclick: () => close(picture) }, h('img', { src: picture.thumb, alt: '', loading: 'lazy' }), h('small', {}, picture.alt || picture.caption || picture.credit || picture.id))),
        ),
      );
    });
    file.addEventListener('change', async () => {
      if (!file.files[0]) return;
      state.textContent = t('picture-sending');
      const made = await upload(url, file.files[0]);
      if (made) close(made);
      else state.textContent = t('picture-failed');
    });
    run();
    return [field(t('picture-search'), input), state, grid, field(t('picture-upload'), file)];
  });
}

/** What is shown of another site: its address and what it is. */
export function askEmbed(given = { url: '', title: '' }) {
  const url = h('input', { type: 'url', 'data-first': true });
  const title = h('input', { type: 'text' });
  const wrong = h('p', { class: 'ed-wrong', role: 'alert' });
  url.value = given.url;
  title.value = given.title;
  const read = () => {
    const found = address(url.value);
    if (!found || !/^https?:/i.test(found)) {
      wrong.textContent = t('embed-wrong');
      url.focus();
      return null;
    }
    if (!title.value.trim()) {
      wrong.textContent = t('embed-untitled');
      title.focus();
      return null;
    }
    return { url: found, title: title.value.trim() };
  };
  return ask(t('embed'), () => [field(t('embed-address'), url), field(t('embed-title'), title, t('embed-help')), wrong], { submit: t('embed-put'), read });
}

/** The language of some words. @returns {Promise<string | null>} '' for none */
export function askLang(given) {
  const input = h('input', { type: 'text', 'data-first': true, autocapitalize: 'none', spellcheck: 'false' });
  const wrong = h('p', { class: 'ed-wrong', role: 'alert' });
  input.value = given;
  const read = () => {
    const tag = input.value.trim();
    if (!tag || /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag)) return tag;
    wrong.textContent = t('lang-wrong');
    return null;
  };
  return ask(t('lang'), () => [field(t('lang-tag'), input, t('lang-help')), wrong], { submit: t('lang-put'), read });
}
