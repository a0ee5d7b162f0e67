/** Topics the text names: one tap puts the article under one, another makes the first mention a link to its page. */
import { h, say } from './dom.js';
import { locate, passages } from './passages.js';
import { schema } from './schema.js';
import { t } from './words.js';

/**
 * @typedef {object} Named
 * @property {string} slug
 * @property {string} name
 * @property {string} path
 * @property {string} words how the text names it
 * @property {boolean} chosen
 * @property {number | null} paragraph
 * @property {number} start
 * @property {number} end
 */

/**
 * Makes the words of a topic a link to its page, if they still stand there outside any link.
 * @param {Named} one
 */
export function linkFirst(one) {
  return (state, dispatch) => {
    const place = locate(passages(state.doc), { ...one, excerpt: one.words });
    const link = schema.marks.link;
    if (!place || state.doc.textBetween(place.from, place.to) !== one.words || state.doc.rangeHasMark(place.from, place.to, link)) return false;
    dispatch?.(state.tr.addMark(place.from, place.to, link.create({ href: one.path })));
    return true;
  };
}

export class Topics {
  /** @param {import('prosemirror-view').EditorView} view @param {HTMLElement | null} box @param {HTMLFormElement} form */
  constructor(view, box, form) {
    Object.assign(this, { view, box, form });
    this.drawn = '';
  }

  /** @param {Named[]} list */
  set(list) {
    const drawn = JSON.stringify(list);
    if (!this.box || drawn === this.drawn) return;
    this.drawn = drawn;
    const at = [...this.box.querySelectorAll('button')].indexOf(document.activeElement);
    this.box.replaceChildren(...(list.length ? [h('p', { class: 'help' }, t('topics-named')), h('ul', { class: 'ticks' }, ...list.map((one) => this.item(one)))] : []));
    // Who stands in the list goes on standing there.
    if (at >= 0) [...this.box.querySelectorAll('button')][Math.min(at, list.length - 1)]?.focus();
  }

  item(one) {
    const add = h('button', { type: 'button', class: 'btn sm', onclick: (event) => this.add(one, event.currentTarget) }, t('topics-add', { name: one.name }));
    const link = h('button', { type: 'button', class: 'btn sm gh', onclick: () => this.link(one) }, t('topics-link', { words: one.words }));
    return h('li', { class: 'row', 'data-topic': one.slug }, !one.chosen && add, Boolean(one.paragraph) && link);
  }

  add(one, button) {
    const box = [...this.form.elements].find((control) => control.name === 'topics' && control.value === one.slug);
    if (!box) return;
    box.checked = true;
    box.dispatchEvent(new Event('change', { bubbles: true }));
    button.disabled = true;
    say(t('topics-added', { name: one.name }));
  }

  link(one) {
    const done = linkFirst(one)(this.view.state, this.view.dispatch);
    say(t(done ? 'topics-linked' : 'topics-gone', { words: one.words }));
  }
}
