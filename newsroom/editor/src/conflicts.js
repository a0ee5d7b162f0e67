/** Where two people wrote the same lines: both side by side, and a person chooses. */
import { DOMSerializer } from 'prosemirror-model';
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { canonical } from './canonical.js';
import { h, say } from './dom.js';
import { labelOf, readFields, writeField } from './fields.js';
import { saidBlocks } from './merge.js';
import { schema } from './schema.js';
import { toNodes } from './tree.js';
import { t } from './words.js';

const key = new PluginKey('conflicts');

/** Keeps the places of the clashes while the text goes on. */
export function conflictsPlugin() {
  return new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, marks) => tr.getMeta(key) ?? marks.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

/** What the server sends for one side: blocks, one block, words, or nothing. @returns {object[]} */
export function asBlocks(value) {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'string') return value.split('\n').map((s) => ({ t: 'paragraph', text: s ? [{ t: 'text', s }] : [] }));
  return Array.isArray(value) ? value : [value];
}

const asWords = (value) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

export class Conflicts {
  /**
   * @param {import('prosemirror-view').EditorView} view
   * @param {HTMLElement} box
   * @param {HTMLFormElement} form
   * @param {() => void} chosen called when nothing is left to choose
   */
  constructor(view, box, form, chosen) {
    Object.assign(this, { view, box, form, chosen });
    this.left = 0;
    box.hidden = true;
  }

  /**
   * @param {{field: string, at?: number, base: any, mine: any, theirs: any, place?: {from: number, to: number}}[]} list
   *   `place` where it is known already, else the block is looked for
   * @param {string} by
   */
  show(list, by) {
    const { state } = this.view;
    const said = saidBlocks(state.doc);
    const marks = [];
    list.forEach((conflict, id) => {
      if (conflict.field !== 'body') return;
      const place = conflict.place ?? find(said, conflict, state.doc);
      if (place.to > place.from) marks.push(Decoration.node(place.from, place.to, { class: 'clash' }, { id }));
      else marks.push(Decoration.widget(place.from, () => h('span', { class: 'clash-here' }), { id, side: -1 }));
    });
    this.view.dispatch(state.tr.setMeta(key, DecorationSet.create(state.doc, marks)).setMeta('addToHistory', false));
    this.left = list.length;
    this.box.hidden = false;
    this.box.replaceChildren(h('h2', {}, t('clash', { name: by })), h('p', {}, t('clash-help')), ...list.map((conflict, id) => this.item(conflict, id, by)));
    say(t('clash', { name: by }));
    if (!this.left) this.done();
  }

  item(conflict, id, by) {
    const body = conflict.field === 'body';
    const where = body ? t('clash-body') : labelOf(this.form, conflict.field);
    const side = (title, value) => {
      const lang = this.form.dataset.language;
      const words = body ? rendered(value) : asWords(value);
      const empty = body ? !asBlocks(value).length : !words;
      return h('div', { class: 'side' }, h('h4', {}, title), h('div', { class: 'ed-text', lang }, empty ? h('em', {}, t('clash-removed')) : words));
    };
    const section = h('section', { class: 'clash-item' });
    const button = (name, choice) => h('button', { type: 'button', class: 'btn sm', onclick: () => this.choose(section, conflict, id, choice) }, t(name));
    const several = body || this.form.elements.namedItem(conflict.field)?.tagName === 'TEXTAREA';
    const sides = [side(t('clash-mine'), conflict.mine), side(t('clash-theirs', { name: by }), conflict.theirs)];
    markDifference(...sides.map((one) => one.lastChild));
    section.append(
      h('h3', {}, where),
      h('div', { class: 'sides' }, ...sides),
      h('div', { class: 'row' }, button('keep-mine', 'mine'), button('take-theirs', 'theirs'), ...(several ? [button('keep-both', 'both')] : [])),
    );
    return section;
  }

  choose(section, conflict, id, choice) {
    if (conflict.field === 'body') this.body(conflict, id, choice);
    else if (choice !== 'mine') {
      const { theirs } = conflict;
      const mine = readFields(this.form)[conflict.field];
      writeField(this.form, conflict.field, choice === 'both' ? `${asWords(mine)}\n${asWords(theirs)}` : theirs);
    }
    const next = section.nextElementSibling?.querySelector('button');
    section.remove();
    this.left--;
    if (this.left) {
      say(t('clash-left', { n: this.left }));
      next?.focus();
    } else this.done();
  }

  body(conflict, id, choice) {
    if (choice === 'mine') return;
    const { state } = this.view;
    const [place] = key.getState(state).find(undefined, undefined, (spec) => spec.id === id);
    const nodes = toNodes(canonical(asBlocks(conflict.theirs)));
    const tr = state.tr;
    const end = place ? place.to : state.doc.content.size;
    if (choice === 'both' || !place || place.from === place.to) tr.insert(end, nodes);
    else if (nodes.length) tr.replaceWith(place.from, place.to, nodes);
    else if (state.doc.childCount > 1) tr.delete(place.from, place.to);
    else tr.replaceWith(place.from, place.to, schema.nodes.paragraph.create());
    this.view.dispatch(tr);
  }

  /** Nothing is to be chosen any more. */
  clear() {
    this.left = 0;
    this.box.hidden = true;
    this.box.replaceChildren();
    const { state } = this.view;
    this.view.dispatch(state.tr.setMeta(key, DecorationSet.empty).setMeta('addToHistory', false));
  }

  done() {
    this.clear();
    this.view.focus();
    this.chosen();
  }
}

/** The block a clash is about: the one that says `mine`, nearest to where the server counts it. */
function find(said, conflict, doc) {
  const mine = canonical(asBlocks(conflict.mine));
  const at = conflict.at ?? 0;
  const here = said[at];
  if (!mine.length) {
    const pos = here ? here.pos : doc.content.size;
    return { from: pos, to: pos };
  }
  const wanted = JSON.stringify([mine[0]]);
  const same = said.map((block, index) => ({ block, far: Math.abs(index - at) })).filter(({ block }) => block.key === wanted);
  const first = same.sort((a, b) => a.far - b.far)[0]?.block ?? here;
  if (!first) return { from: doc.content.size, to: doc.content.size };
  return { from: first.pos, to: first.end };
}

function rendered(value) {
  const made = DOMSerializer.fromSchema(schema).serializeFragment(toNodes(canonical(asBlocks(value))));
  for (const link of made.querySelectorAll('a')) link.removeAttribute('href');
  return made;
}

/** The first and last word in which two texts differ; null if they do not. */
export function differing(mine, theirs) {
  let start = 0;
  while (start < mine.length && start < theirs.length && mine[start] === theirs[start]) start++;
  let end = 0;
  while (end < mine.length - start && end < theirs.length - start && mine[mine.length - 1 - end] === theirs[theirs.length - 1 - end]) end++;
  const word = (text, at) => /[\p{L}\p{N}]/u.test(text[at] ?? ' ');
  const cuts = (a, b) => word(mine, a) || word(theirs, b);
  while (start > 0 && word(mine, start - 1) && cuts(start, start)) start--;
  while (end > 0 && word(mine, mine.length - end) && cuts(mine.length - end - 1, theirs.length - end - 1)) end--;
  return start === mine.length - end && start === theirs.length - end ? null : { start, end };
}

/** Marks in both sides the stretch in which they differ. */
function markDifference(mine, theirs) {
  const found = differing(mine.textContent, theirs.textContent);
  if (!found) return;
  for (const side of [mine, theirs]) {
    const to = side.textContent.length - found.end;
    const walk = document.createTreeWalker(side, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) texts.push(walk.currentNode);
    let at = 0;
    for (const text of texts) {
      const [a, b] = [Math.max(0, found.start - at), Math.min(text.length, to - at)];
      at += text.length;
      if (a >= b) continue;
      const range = document.createRange();
      range.setStart(text, a);
      range.setEnd(text, b);
      range.surroundContents(h('mark'));
    }
  }
}
