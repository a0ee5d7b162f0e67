/** What the gate found, at its words and in the list beside. */
import { Plugin, PluginKey, TextSelection } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { h, icon, say } from './dom.js';
import { locate, passages } from './passages.js';
import { labelOf } from './fields.js';
import { t } from './words.js';

const key = new PluginKey('findings');

/**
 * @typedef {object} Finding
 * @property {string} code
 * @property {'block' | 'warning'} severity
 * @property {string} field
 * @property {number | null} paragraph
 * @property {number} start
 * @property {number} end
 * @property {string} [excerpt]
 * @property {string} message
 * @property {string} [why]
 * @property {string} [remedy]
 * @property {{replace?: string, focus?: string, label?: string}} [fix]
 */

/** Marks are moved along while one types; they are made anew only when an answer comes. */
export function findingsPlugin() {
  return new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, marks) => tr.getMeta(key) ?? marks.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

export class Findings {
  /** @param {import('prosemirror-view').EditorView} view @param {HTMLElement | null} box @param {HTMLFormElement} form */
  constructor(view, box, form) {
    Object.assign(this, { view, box, form });
    /** @type {Finding[]} */
    this.list = [];
    this.at = -1;
    this.told = '';
  }

  /** @param {Finding[]} list */
  set(list) {
    const blocks = list.filter((finding) => finding.severity === 'block').length;
    // What stops publication comes first, then in reading order.
    this.list = [...list].sort((a, b) => Number(b.severity === 'block') - Number(a.severity === 'block'));
    this.at = -1;
    const { doc } = this.view.state;
    const all = this.list.some((finding) => finding.paragraph) ? passages(doc) : [];
    const marks = [];
    const blocked = new Map();
    this.list.forEach((finding, index) => {
      const place = finding.field === 'body' ? locate(all, finding) : null;
      if (!place) return;
      marks.push(Decoration.inline(place.from, place.to, { class: `finding ${finding.severity}`, title: finding.message }, { index, inclusiveStart: false, inclusiveEnd: false }));
      if (finding.severity === 'block' || !blocked.has(place.block)) blocked.set(place.block, finding.severity);
    });
    for (const [pos, severity] of blocked) marks.push(Decoration.node(pos, pos + doc.nodeAt(pos).nodeSize, { class: `has-finding ${severity}` }));
    this.view.dispatch(this.view.state.tr.setMeta(key, DecorationSet.create(doc, marks)).setMeta('addToHistory', false));
    this.markFields();
    // The list stays as it is while it says the same; and who stands in it goes on standing there.
    const drawn = JSON.stringify([this.list, this.list.map((_, index) => Boolean(this.place(index)))]);
    if (drawn !== this.drawn) {
      const focused = this.box?.contains(document.activeElement) ? document.activeElement : null;
      const code = focused?.closest('[data-code]')?.dataset.code;
      const nth = focused?.closest('li') ? [...focused.closest('li').querySelectorAll('button')].indexOf(focused) : -1;
      this.draw();
      const again = code && [...this.box.querySelectorAll('[data-code]')].find((item) => item.dataset.code === code);
      if (again) again.querySelectorAll('button')[Math.max(nth, 0)]?.focus();
    }
    this.drawn = drawn;
    const told = t('findings-said', { blocks, warnings: list.length - blocks });
    if (told !== this.told && (this.told || list.length)) say(told);
    this.told = told;
  }

  /** Fields that stop publication say so themselves. */
  markFields() {
    for (const control of this.form.elements) {
      if (!control.name || control.type === 'hidden') continue;
      const blocked = this.list.some((finding) => finding.severity === 'block' && finding.field === control.name && finding.field !== 'body');
      if (blocked) control.setAttribute('aria-invalid', 'true');
      else control.removeAttribute('aria-invalid');
    }
  }

  /** Where a finding stands now. */
  place(index) {
    return key.getState(this.view.state).find(undefined, undefined, (spec) => spec.index === index)[0] ?? null;
  }

  draw() {
    if (!this.box) return;
    const blocks = this.list.filter((finding) => finding.severity === 'block').length;
    if (!this.list.length) {
      this.box.replaceChildren(h('p', { class: 'note ok' }, t('findings-none')));
      return;
    }
    const tally = (n, tone, name) => h('div', { class: tone }, h('b', {}, String(n)), t(name));
    this.box.replaceChildren(
      h('div', { class: 'score' }, tally(blocks, 'bad', 'blocks'), tally(this.list.length - blocks, 'hot', 'warnings')),
      h('ul', { class: 'checks' }, ...this.list.map((finding, index) => this.item(finding, index))),
    );
  }

  item(finding, index) {
    const block = finding.severity === 'block';
    const sign = h('span', { class: block ? 'b' : 'h' }, icon(finding.severity), h('span', { class: 'vh' }, t(block ? 'block' : 'warning')));
    const where = finding.field && finding.field !== 'body' ? labelOf(this.form, finding.field) : null;
    const actions = [];
    if (this.canGo(finding, index)) actions.push(h('button', { type: 'button', class: 'btn sm', onclick: () => this.go(index, true) }, t('finding-go')));
    const { fix } = finding;
    if (fix && (fix.replace !== undefined || fix.focus)) {
      const label = fix.label ?? (fix.replace !== undefined ? t('finding-replace', { words: fix.replace }) : t('finding-focus', { field: labelOf(this.form, fix.focus) }));
      actions.push(h('button', { type: 'button', class: 'btn sm', onclick: () => this.fix(index) }, label));
    }
    return h(
      'li',
      { 'data-code': finding.code, 'data-index': index },
      sign,
      h('b', {}, finding.message),
      finding.excerpt ? h('span', { class: 'bt s ed-excerpt' }, finding.excerpt) : null,
      finding.why ? h('span', { class: 'bt soft s' }, finding.why) : null,
      finding.remedy ? h('span', { class: 'bt s' }, finding.remedy) : null,
      where ? h('span', { class: 'bt soft s' }, where) : null,
      actions.length ? h('div', { class: 'row bt' }, ...actions) : null,
    );
  }

  canGo(finding, index) {
    return Boolean(this.place(index)) || Boolean(finding.field && this.form.elements.namedItem(finding.field) && finding.field !== 'body');
  }

  /** Goes to the words of a finding, or to its field. */
  go(index, focus) {
    const finding = this.list[index];
    if (!finding) return;
    this.at = index;
    const place = this.place(index);
    if (place) {
      this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, place.from, place.to)).scrollIntoView());
      if (focus) this.view.focus();
    } else {
      const control = this.form.elements.namedItem(finding.field);
      (control instanceof RadioNodeList ? control[0] : control)?.focus();
    }
    for (const item of this.box?.querySelectorAll('[data-index]') ?? []) {
      item.classList.toggle('current', Number(item.dataset.index) === index);
      if (Number(item.dataset.index) === index) item.scrollIntoView({ block: 'nearest' });
    }
    say([t(finding.severity), finding.message, finding.why, finding.remedy].filter(Boolean).join(' '));
  }

  step(by) {
    if (!this.list.length) {
      say(t('findings-none'));
      return;
    }
    let next = this.at;
    for (let i = 0; i < this.list.length; i++) {
      next = (next + by + this.list.length) % this.list.length;
      if (next < 0) next = this.list.length - 1;
      if (this.canGo(this.list[next], next)) break;
    }
    this.go(next, true);
  }

  /** Does what can be done without a person's words. */
  fix(index) {
    const finding = this.list[index];
    const { fix } = finding;
    if (fix.focus) {
      const control = this.form.elements.namedItem(fix.focus);
      const target = control instanceof RadioNodeList ? control[0] : control;
      target?.focus();
      target?.scrollIntoView({ block: 'center' });
      return;
    }
    const place = this.place(index);
    if (place) {
      const { state } = this.view;
      const marks = state.doc.resolve(place.from).marksAcross(state.doc.resolve(place.to)) ?? [];
      const tr = fix.replace ? state.tr.replaceWith(place.from, place.to, state.schema.text(fix.replace, marks)) : state.tr.delete(place.from, place.to);
      this.view.dispatch(tr.scrollIntoView());
      this.view.focus();
    } else if (finding.field !== 'body') {
      const control = this.form.elements.namedItem(finding.field);
      if (!control || control instanceof RadioNodeList) return;
      const chars = [...control.value];
      chars.splice(finding.start, finding.end - finding.start, fix.replace);
      control.value = chars.join('');
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.focus();
    }
    this.list = this.list.filter((_, i) => i !== index);
    this.set(this.list);
    say(t('finding-done'));
  }
}
