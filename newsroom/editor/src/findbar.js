/** The bar that finds and replaces. */
import { Plugin, PluginKey, TextSelection } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { h, icon, say } from './dom.js';
import { field } from './dialogs.js';
import { FOUND_MAX, find, replaceAll } from './find.js';
import { t } from './words.js';

const key = new PluginKey('find');
/** Milliseconds after a change of the text until all is looked for anew; until then the marks move along. */
const AGAIN_MS = 200;

export function findPlugin() {
  return new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, marks) => tr.getMeta(key) ?? (tr.docChanged ? marks.map(tr.mapping, tr.doc) : marks),
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

export class FindBar {
  constructor(view) {
    this.view = view;
    this.places = [];
    this.at = -1;
    this.query = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
    this.words = h('input', { type: 'text', autocomplete: 'off' });
    this.loose = h('input', { type: 'checkbox', checked: true });
    this.tally = h('output', { class: 'num' });
    const button = (name, drawing, run) => h('button', { type: 'button', class: 'btn sm gh ib', 'aria-label': t(name), title: t(name), onclick: run }, icon(drawing));
    const shut = button('close', 'close', () => this.close());
    shut.classList.add('ed-shut');
    this.replacing = h(
      'div',
      { class: 'row ed-replace' },
      field(t('replace-with'), this.words),
      h('button', { type: 'button', class: 'btn sm', onclick: () => this.replace() }, t('replace')),
      h('button', { type: 'button', class: 'btn sm', onclick: () => this.all() }, t('replace-all')),
    );
    this.bar = h(
      'div',
      { class: 'ed-find', role: 'search', 'aria-label': t('find'), hidden: true },
      h(
        'div',
        { class: 'row' },
        field(t('find-words'), this.query),
        this.tally,
        button('find-previous', 'up', () => this.step(-1)),
        button('find-next', 'down', () => this.step(1)),
      ),
      shut,
      h('label', { class: 'chk' }, this.loose, t('find-loose')),
      this.replacing,
    );
    this.query.addEventListener('input', () => this.search(true));
    this.loose.addEventListener('change', () => this.search(true));
    this.bar.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
      else if (event.key === 'Enter' && event.target === this.query) this.step(event.shiftKey ? -1 : 1);
      else if (event.key === 'Enter' && event.target === this.words) this.replace();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get isOpen() {
    return !this.bar.hidden;
  }

  open(replace) {
    const { state } = this.view;
    const { from, to } = state.selection;
    const chosen = state.doc.textBetween(from, to, '\n');
    if (chosen && chosen.length < 100 && !chosen.includes('\n')) this.query.value = chosen;
    this.bar.hidden = false;
    this.replacing.hidden = !replace;
    this.query.focus();
    this.query.select();
    this.search(true);
  }

  close() {
    this.bar.hidden = true;
    clearTimeout(this.timer);
    this.places = [];
    this.mark();
    this.view.focus();
  }

  /** The text changed. */
  changed() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(false), AGAIN_MS);
  }

  search(go) {
    clearTimeout(this.timer);
    const { state } = this.view;
    this.places = find(state.doc, this.query.value, { loose: this.loose.checked });
    const from = state.selection.from;
    this.at = this.places.findIndex((place) => place.from >= from);
    if (this.at < 0) this.at = this.places.length ? 0 : -1;
    this.mark();
    if (go) this.show();
  }

  mark() {
    const marks = this.places.map(({ from, to }, index) => Decoration.inline(from, to, { class: index === this.at ? 'found current' : 'found' }));
    const { state } = this.view;
    this.view.dispatch(state.tr.setMeta(key, DecorationSet.create(state.doc, marks)).setMeta('addToHistory', false));
    const many = this.places.length >= FOUND_MAX ? `${FOUND_MAX}+` : this.places.length;
    this.tally.textContent = !this.query.value ? '' : this.places.length ? t('find-at', { n: this.at + 1, all: many }) : t('find-none');
  }

  show() {
    const place = this.places[this.at];
    if (!place) return;
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, place.from, place.to)).scrollIntoView());
  }

  step(by) {
    if (!this.places.length) return;
    this.at = (this.at + by + this.places.length) % this.places.length;
    this.mark();
    this.show();
  }

  replace() {
    const place = this.places[this.at];
    if (!place) return;
    const tr = replaceAll(this.view.state.tr, [place], this.words.value);
    tr.setSelection(TextSelection.create(tr.doc, tr.mapping.map(place.to)));
    this.view.dispatch(tr);
    this.search(true);
  }

  all() {
    const n = this.places.length;
    if (!n) return;
    this.view.dispatch(replaceAll(this.view.state.tr, this.places, this.words.value));
    this.search(false);
    say(t('replaced', { n }));
    this.tally.textContent = t('replaced', { n });
  }
}
