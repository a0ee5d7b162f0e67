/** Blocks that are more than text: pictures, galleries, what is shown of other sites, notes, references. */
import { baseKeymap } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import { EditorState, NodeSelection, TextSelection } from 'prosemirror-state';
import { StepMap } from 'prosemirror-transform';
import { EditorView } from 'prosemirror-view';
import { hardBreak, mark } from './commands.js';
import { askEmbed, askPicture, field } from './dialogs.js';
import { h, icon } from './dom.js';
import { pictureNode } from './inserts.js';
import { schema } from './schema.js';
import { t } from './words.js';

const N = schema.nodes;

/** Controls inside a block keep their own keys and clicks; Enter in one sends no form. */
const isControl = (target) => target instanceof Element && Boolean(target.closest('input, textarea, button, select, summary, label'));
const noSubmit = (event) => {
  if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault();
};

/** A picture with what is said of it. */
class FigureView {
  constructor(node, view, getPos, site) {
    Object.assign(this, { node, view, getPos, site });
    this.image = h('img', { alt: '' });
    this.image.addEventListener('error', () => this.dom.classList.add('no-image'));
    this.missing = h('p', { class: 'chip bad' }, icon('warning'), t('picture-undescribed'));
    this.alt = h('textarea', { rows: '2', class: 'grows' });
    this.described = h('input', { type: 'checkbox' });
    this.credit = h('input', { type: 'text' });
    this.licence = h('input', { type: 'text' });
    this.contentDOM = h('div', { class: 'pic-caption' });
    const tool = (name, run) => h('button', { type: 'button', class: 'btn sm gh', onclick: run }, t(name));
    const head = h('div', { class: 'pic-head', contenteditable: 'false' }, h('div', { class: 'pic-show' }, this.image), h('div', { class: 'row' }, this.missing, tool('picture-change', () => this.change()), tool('picture-remove', () => this.remove())));
    const words = h(
      'details',
      { class: 'pic-words', contenteditable: 'false', open: !node.attrs.alt && !node.attrs.described_by_caption },
      h('summary', {}, t('picture-words')),
      field(t('picture-alt'), this.alt, t('picture-alt-help')),
      h('label', { class: 'chk' }, this.described, t('picture-described')),
      h('div', { class: 'two' }, field(t('picture-credit'), this.credit), field(t('picture-licence'), this.licence)),
    );
    this.dom = h('figure', { class: 'pic' }, head, this.contentDOM, words);
    this.dom.addEventListener('keydown', noSubmit);
    for (const name of ['alt', 'credit', 'licence']) this[name].addEventListener('input', () => this.set(name, this[name].value.replace(/\n/g, ' ')));
    this.described.addEventListener('change', () => this.set('described_by_caption', this.described.checked));
    this.draw();
  }

  set(name, value) {
    const pos = this.getPos();
    if (pos !== undefined) this.view.dispatch(this.view.state.tr.setNodeAttribute(pos, name, value));
  }

  draw() {
    const { file, alt, described_by_caption } = this.node.attrs;
    const src = this.site.thumb(file);
    if (this.image.getAttribute('src') !== src) {
      this.dom.classList.toggle('no-image', !src);
      if (src) this.image.setAttribute('src', src);
      else this.image.removeAttribute('src');
    }
    for (const name of ['alt', 'credit', 'licence']) {
      const value = this.node.attrs[name];
      if (this[name].value !== value && !(document.activeElement === this[name] && this[name].value.replace(/\n/g, ' ') === value)) this[name].value = value;
    }
    this.described.checked = described_by_caption;
    this.described.disabled = Boolean(alt.trim());
    this.alt.disabled = described_by_caption;
    const undescribed = !alt.trim() && !described_by_caption;
    this.missing.hidden = !undescribed;
    this.dom.classList.toggle('undescribed', undescribed);
  }

  async change() {
    const picture = await askPicture(this.site.pictures);
    if (!picture) return;
    this.site.seen(picture);
    const pos = this.getPos();
    const { alt, caption, credit, licence = '' } = picture;
    const node = this.view.state.doc.nodeAt(pos);
    const tr = this.view.state.tr.setNodeMarkup(pos, null, { ...node.attrs, file: picture.id, alt: alt ?? '', described_by_caption: false, credit: credit ?? '', licence });
    if (caption && !node.firstChild.childCount) tr.insert(pos + 2, schema.text(caption));
    this.view.dispatch(tr);
    this.view.focus();
  }

  remove() {
    const pos = this.getPos();
    const $pos = this.view.state.doc.resolve(pos);
    const gone = $pos.parent.type === N.gallery && $pos.parent.childCount === 1 ? [$pos.before(), $pos.after()] : [pos, pos + this.node.nodeSize];
    this.view.dispatch(this.view.state.tr.delete(...gone));
    this.view.focus();
  }

  update(node) {
    if (node.type !== N.figure) return false;
    this.node = node;
    this.draw();
    return true;
  }

  selectNode() {
    this.dom.classList.add('chosen');
  }

  deselectNode() {
    this.dom.classList.remove('chosen');
  }

  stopEvent(event) {
    return isControl(event.target);
  }

  ignoreMutation(change) {
    return change.type === 'selection' ? isControl(change.target) : !this.contentDOM.contains(change.target);
  }
}

class GalleryView {
  constructor(node, view, getPos, site) {
    this.node = node;
    this.contentDOM = h('div', { class: 'pics' });
    const add = async () => {
      const picture = await askPicture(site.pictures);
      if (!picture) return;
      site.seen(picture);
      const pos = getPos();
      view.dispatch(view.state.tr.insert(pos + view.state.doc.nodeAt(pos).nodeSize - 1, pictureNode(picture)));
    };
    this.dom = h('div', { class: 'gallery' }, this.contentDOM, h('div', { contenteditable: 'false' }, h('button', { type: 'button', class: 'btn sm', onclick: add }, icon('plus'), t('gallery-add'))));
  }

  update(node) {
    return node.type === N.gallery;
  }

  stopEvent(event) {
    return isControl(event.target);
  }

  ignoreMutation(change) {
    return change.type !== 'selection' && !this.contentDOM.contains(change.target);
  }
}

class EmbedView {
  constructor(node, view, getPos) {
    this.node = node;
    this.title = h('b', {});
    this.url = h('small', {});
    const change = async () => {
      const answer = await askEmbed(this.node.attrs);
      if (answer) view.dispatch(view.state.tr.setNodeMarkup(getPos(), null, answer));
      view.focus();
    };
    this.dom = h('div', { class: 'embed' }, icon('embed'), h('span', {}, this.title, this.url), h('button', { type: 'button', class: 'btn sm gh', onclick: change }, t('change')));
    this.update(node);
  }

  update(node) {
    if (node.type !== N.embed) return false;
    this.node = node;
    this.title.textContent = node.attrs.title;
    this.url.textContent = node.attrs.url;
    return true;
  }

  stopEvent(event) {
    return isControl(event.target);
  }

  ignoreMutation() {
    return true;
  }
}

/** A note to the text: a sign in the line, its words in a small field below while it is chosen. */
class NoteView {
  constructor(node, view, getPos) {
    Object.assign(this, { node, view, getPos, inner: null });
    this.dom = h('span', { class: 'note-sign', role: 'button', 'aria-label': t('note-sign') });
    this.sign();
  }

  sign() {
    this.dom.title = this.node.textContent;
    this.dom.classList.toggle('empty', !this.node.content.size);
  }

  selectNode() {
    this.dom.classList.add('chosen');
    if (!this.inner) this.open();
  }

  deselectNode() {
    this.dom.classList.remove('chosen');
    if (this.inner) this.close();
  }

  open() {
    this.box = h('span', { class: 'note-box' });
    this.dom.append(this.box);
    const leave = () => {
      const pos = this.getPos() + this.node.nodeSize;
      this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, pos)));
      this.view.focus();
      return true;
    };
    const outer = (command) => () => command(this.view.state, this.view.dispatch);
    this.inner = new EditorView(this.box, {
      state: EditorState.create({
        doc: this.node,
        plugins: [
          keymap({
            'Mod-z': outer(undo),
            'Mod-y': outer(redo),
            'Mod-Shift-z': outer(redo),
            'Mod-b': mark('strong'),
            'Mod-i': mark('emphasis'),
            'Shift-Enter': hardBreak,
            Enter: leave,
            Escape: leave,
          }),
          keymap(baseKeymap),
        ],
      }),
      attributes: { class: 'note-text', role: 'textbox', 'aria-multiline': 'true', 'aria-label': t('note') },
      dispatchTransaction: (tr) => this.typed(tr),
      handleDOMEvents: {
        mousedown: () => {
          if (this.view.hasFocus()) this.inner.focus();
          return false;
        },
      },
    });
    // Not over the edge of the text, where a telephone has nothing to show.
    const over = this.box.getBoundingClientRect().right - this.view.dom.getBoundingClientRect().right;
    if (over > 0) this.box.style.left = `${-over}px`;
  }

  close() {
    this.inner.destroy();
    this.inner = null;
    this.box.remove();
  }

  typed(tr) {
    const { state, transactions } = this.inner.state.applyTransaction(tr);
    this.inner.updateState(state);
    if (tr.getMeta('from-outside')) return;
    const outer = this.view.state.tr;
    const offset = StepMap.offset(this.getPos() + 1);
    for (const { steps } of transactions) for (const step of steps) outer.step(step.map(offset));
    if (outer.docChanged) this.view.dispatch(outer);
  }

  update(node) {
    if (!node.sameMarkup(this.node)) return false;
    this.node = node;
    this.sign();
    if (!this.inner) return true;
    const { state } = this.inner;
    const start = node.content.findDiffStart(state.doc.content);
    if (start === null) return true;
    let { a, b } = node.content.findDiffEnd(state.doc.content);
    const overlap = start - Math.min(a, b);
    if (overlap > 0) [a, b] = [a + overlap, b + overlap];
    this.inner.dispatch(state.tr.replace(start, b, node.slice(start, a)).setMeta('from-outside', true));
    return true;
  }

  destroy() {
    if (this.inner) this.close();
  }

  stopEvent(event) {
    return Boolean(this.inner?.dom.contains(event.target));
  }

  ignoreMutation() {
    return true;
  }
}

/** Opens the note that is chosen. True if one is. */
export function writeNote(state, dispatch, view) {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type !== N.note) return false;
  if (view) {
    const dom = view.nodeDOM(selection.from);
    dom?.querySelector('.note-text')?.focus();
  }
  return true;
}

class ReferenceView {
  constructor(node) {
    const n = String(node.attrs.n);
    const source = document.querySelector(`[data-source-number="${n}"]`);
    const text = source?.dataset.sourceText ?? source?.textContent.trim().replace(/\s+/g, ' ');
    this.dom = h('sup', { class: source ? 'ref' : 'ref lost', title: text ?? t('source-lost', { n }) }, n);
  }
}

export const nodeViews = (site) => ({
  figure: (node, view, getPos) => new FigureView(node, view, getPos, site),
  gallery: (node, view, getPos) => new GalleryView(node, view, getPos, site),
  embed: (node, view, getPos) => new EmbedView(node, view, getPos),
  note: (node, view, getPos) => new NoteView(node, view, getPos),
  source_ref: (node) => new ReferenceView(node),
});
