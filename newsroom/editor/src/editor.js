/** Puts the editor into the page of an article. Without it the page is an ordinary form. */
import { baseKeymap, chainCommands, exitCode, newlineInCode } from 'prosemirror-commands';
import { history, redo, undo } from 'prosemirror-history';
import { undoInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import { EditorState, Plugin } from 'prosemirror-state';
import { Mapping } from 'prosemirror-transform';
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view';
import * as does from './commands.js';
import { Conflicts, conflictsPlugin } from './conflicts.js';
import { counts } from './counts.js';
import { askLang, askLink, askSource, upload } from './dialogs.js';
import { h, say } from './dom.js';
import { enrichFields, readFields, sameValue, writeField } from './fields.js';
import { FindBar, findPlugin } from './findbar.js';
import { Findings, findingsPlugin } from './findings.js';
import { Topics } from './topics.js';
import { inserts } from './inserts.js';
import { bring, saidBlocks } from './merge.js';
import { paste } from './paste.js';
import { presence } from './presence.js';
import { directly, typing } from './rules.js';
import { Saving } from './saving.js';
import { schema } from './schema.js';
import { EDGE, slash } from './slash.js';
import { roomFor, spareRow } from './sources.js';
import { Store } from './store.js';
import { toolbar } from './toolbar.js';
import { toDoc, toTreeText } from './tree.js';
import { nodeViews, writeNote } from './views.js';
import { clock, setWords, t } from './words.js';

const N = schema.nodes;
/** Longest wait for the copies of this browser before the page is shown, in milliseconds. */
const COPIES_MS = 1_000;

/** Longest wait for an answer to a save, in milliseconds. */
const ANSWER_MS = 30_000;

const byId = (id) => document.getElementById(id);
const REMOTE = 'colophon-remote';

class Editor {
  constructor(form, lang) {
    this.form = form;
    this.lang = lang;
    this.tree = form.elements.namedItem('tree');
    this.given = { tree: JSON.parse(this.tree.value || '{"v":1,"blocks":[]}'), fields: readFields(form, false), saves: Number(form.dataset.saves) || 0 };
    /** What the server has of each field, as far as is known here. */
    this.base = this.given.fields;
    this.doc = toDoc(this.given.tree);
    /** Sent and not yet answered: what changes from there on is kept. */
    this.live = null;
    this.typedAt = 0;
    this.url = {
      save: form.dataset.save,
      presence: form.dataset.presence,
      links: form.dataset.links,
      pictures: form.dataset.pictures,
      signIn: form.dataset.signIn ?? '/newsroom/sign-in',
    };
    const thumbs = new Map();
    this.site = {
      pictures: this.url.pictures,
      seen: ({ id, thumb }) => thumb && thumbs.set(id, thumb),
      thumb: (id) => {
        if (thumbs.has(id)) return thumbs.get(id);
        // Pictures of other sites are not fetched from there.
        if (/^https?:/.test(id)) return '';
        return (form.dataset.thumb ?? `${this.url.pictures}/{id}/thumb`).replace('{id}', encodeURIComponent(id));
      },
    };
  }

  async start() {
    const { form } = this;
    const tab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    this.store = new Store(form.dataset.article, tab);
    const late = new Promise((resolve) => setTimeout(() => resolve([]), COPIES_MS));
    const copies = await Promise.race([this.store.orphans().catch(() => []), late]);
    this.mount();
    this.saving = new Saving(this.host(), {
      saves: this.given.saves,
      store: this.store,
      post: (body, leaving) => this.post(body, leaving),
    });
    this.listen();
    for (const copy of copies) if (await this.restore(copy)) break;
    if (this.url.presence && byId('others')) presence(this.url.presence, byId('others'), () => Date.now() - this.typedAt < 15_000);
    try {
      const first = JSON.parse(byId('findings')?.dataset.findings ?? 'null');
      if (first) this.findings.set(first);
      this.topics.set(JSON.parse(byId('named')?.dataset.named ?? '[]'));
    } catch {
      // What the server wrote into the list stays there.
    }
    form.dispatchEvent(new CustomEvent('colophon:editor', { bubbles: true, detail: this }));
  }

  mount() {
    const { form, lang } = this;
    const body = form.elements.namedItem('body');
    const label = t('text');
    this.items = inserts(this.site);
    this.place = h('div', { class: 'ed-place' });
    body.before(this.place);
    this.view = new EditorView(
      { mount: this.place.appendChild(h('div')) },
      {
        state: EditorState.create({ doc: this.doc, plugins: this.plugins() }),
        attributes: { class: 'ed-text txt', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, lang, id: 'text', spellcheck: 'true' },
        nodeViews: nodeViews(this.site),
        // The caret is never behind the bars.
        scrollThreshold: { top: 2 * EDGE, bottom: EDGE, left: 0, right: 0 },
        scrollMargin: { top: 2 * EDGE + 16, bottom: EDGE + 16, left: 0, right: 0 },
        dispatchTransaction: (tr) => this.dispatch(tr),
        handleClickOn: (view, pos, node) => node.type === N.note && writeNoteSoon(view),
        handleClick: (view, _, event) => {
          if (event.target === view.dom && does.writeBelow(view, event.clientY)) return true;
          // A link in a text being written is words, not a way out.
          if (event.target instanceof Element && event.target.closest('a')) event.preventDefault();
          return false;
        },
      },
    );
    this.bar = toolbar(this.view, {
      inserts: this.items,
      link: () => this.link(),
      lang: () => this.words(),
      find: () => this.find.open(false),
      quiet: () => this.quiet(),
    });
    this.find = new FindBar(this.view);
    this.place.prepend(this.bar.bar, this.find.bar);
    this.notice = h('div', { class: 'ed-notice', hidden: true });
    this.place.prepend(this.notice);
    this.count = counts(byId('counts'), lang);
    this.count(this.doc, true);
    this.findings = new Findings(this.view, byId('findings'), form);
    this.topics = new Topics(this.view, byId('named'), form);
    const clashes = byId('conflicts') ?? this.place.insertBefore(h('div', { id: 'conflicts' }), this.place.firstChild);
    this.conflicts = new Conflicts(this.view, clashes, form, () => this.saving.chosen());
    byId('saved')?.setAttribute('aria-live', 'off');
    enrichFields(form);
    form.classList.add('ed-on');
    // Only now that all is there. A disabled field is not sent: its absence tells the server that the tree is what was
    // written.
    body.hidden = true;
    body.disabled = true;
    for (const other of [...(body.labels ?? []), ...document.querySelectorAll('[data-without-script]')]) other.hidden = true;
  }

  plugins() {
    const mod = (command) => (state, dispatch, view) => command(state, dispatch, view);
    const task = (run) => () => {
      run();
      return true;
    };
    return [
      slash(this.items),
      paste(this),
      typing(this.lang),
      directly(),
      keymap({
        'Mod-z': chainCommands(undoInputRule, undo),
        'Mod-y': redo,
        'Mod-Shift-z': redo,
        'Mod-b': does.mark('strong'),
        'Mod-i': does.mark('emphasis'),
        'Mod-k': (state) => this.canLink(state) && task(() => this.link())(),
        'Mod-Shift-f': task(() => this.source()),
        'Mod-Shift-m': does.note,
        'Mod-Alt-0': does.paragraph,
        'Mod-Alt-2': does.crosshead(2),
        'Mod-Alt-3': does.crosshead(3),
        'Mod-Shift-7': does.list(N.ordered_list),
        'Mod-Shift-8': does.list(N.bullet_list),
        'Mod-Enter': task(() => byId('publish')?.click()),
        'Mod-f': task(() => this.find.open(false)),
        'Mod-h': task(() => this.find.open(true)),
        'Alt-Shift-ArrowUp': does.move(-1),
        'Alt-Shift-ArrowDown': does.move(1),
        'Shift-Enter': chainCommands(exitCode, does.hardBreak),
        Enter: chainCommands(mod(writeNote), newlineInCode, does.enter, splitListItem(N.list_item)),
        Backspace: chainCommands(undoInputRule, does.backspace),
        ArrowDown: does.beyond(1),
        ArrowUp: does.beyond(-1),
        Tab: chainCommands(sinkListItem(N.list_item), does.nextCell(1)),
        'Shift-Tab': chainCommands(liftListItem(N.list_item), does.nextCell(-1)),
      }),
      keymap(baseKeymap),
      history(),
      findingsPlugin(),
      findPlugin(),
      conflictsPlugin(),
      placeholder(),
    ];
  }

  dispatch(tr) {
    const { state, transactions } = this.view.state.applyTransaction(tr);
    this.view.updateState(state);
    this.bar?.update(state);
    if (tr.getMeta('write-note')) setTimeout(() => writeNote(this.view.state, null, this.view));
    if (!transactions.some((one) => one.docChanged)) return;
    if (this.live) for (const one of transactions) this.live.since.appendMapping(one.mapping);
    this.find?.changed();
    this.count?.(state.doc);
    if (!tr.getMeta(REMOTE)) this.changed();
  }

  changed() {
    this.typedAt = Date.now();
    this.saving?.changed();
  }

  /* Saving. */

  /** @returns {import('./saving.js').Host} */
  host() {
    return {
      snapshot: (sent) => {
        const { doc } = this.view.state;
        const snapshot = { fields: readFields(this.form), tree: toTreeText(doc), doc, since: new Mapping() };
        if (sent) this.live = snapshot;
        return snapshot;
      },
      bring: (merged, sent) => this.bring(merged, sent),
      clash: (answer, sent) => this.clash(answer, sent),
      show: (state, facts) => this.show(state, facts),
      findings: (list) => this.findings.set(list),
      topics: (list) => this.topics.set(list),
    };
  }

  async post(body, leaving = false) {
    const answer = await fetch(this.url.save, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: leaving,
      signal: AbortSignal.timeout(ANSWER_MS),
      body,
    });
    // Sent to another page: to the one where people sign in.
    if (answer.type === 'opaqueredirect') return { status: 401, json: null };
    const json = await answer.json().catch(() => null);
    return { status: answer.status === 200 && !json ? 502 : answer.status, json };
  }

  /** Brings into page and fields what others wrote; true if nothing typed meanwhile stood in the way. */
  bring(merged, sent) {
    const clashes = this.merge(merged.tree, sent);
    const fields = this.mergeFields(merged.fields ?? {}, sent.fields);
    this.live = null;
    if (!clashes.length && !fields.length) return true;
    this.conflicts.show([...fields, ...clashes], merged.by ?? t('somebody'));
    return false;
  }

  /** @returns {object[]} conflicts between what came and what was typed meanwhile */
  merge(tree, sent) {
    if (!tree) return [];
    const { state } = this.view;
    const tr = state.tr;
    const clashes = bring(tr, sent.doc, sent.since, tree.blocks);
    const places = clashes.map((change) => {
      const block = sent.doc.resolve(change.from).depth ? sent.doc.resolve(change.from).before(1) : change.from;
      const pos = tr.mapping.map(sent.since.map(block, -1), -1);
      const $pos = tr.doc.resolve(Math.min(pos + 1, tr.doc.content.size));
      return $pos.depth ? { from: $pos.before(1), to: $pos.after(1) } : { from: pos, to: pos };
    });
    if (tr.docChanged) this.view.dispatch(tr.setMeta(REMOTE, true).setMeta('addToHistory', false));
    const wanted = toDoc(tree);
    return clashes.map((change, i) => {
      const index = sent.doc.resolve(change.from).index(0);
      const said = saidBlocks(sent.doc).findIndex(({ pos, end }) => change.from >= pos && change.from <= end);
      const theirs = saidBlocks(wanted)[said]?.node;
      const mine = this.view.state.doc.nodeAt(places[i].from);
      const blocks = (node) => (node ? JSON.parse(toTreeText(N.doc.create(null, node))).blocks : []);
      return { field: 'body', at: index, base: blocks(sent.doc.child(Math.min(index, sent.doc.childCount - 1))), mine: blocks(mine), theirs: blocks(theirs), place: places[i] };
    });
  }

  mergeFields(theirs, sent) {
    roomFor(this.form, theirs);
    const now = readFields(this.form);
    const conflicts = [];
    for (const [field, value] of Object.entries(theirs)) {
      if (!(field in now)) continue;
      const untouched = !(field in sent) || sameValue(now[field], sent[field]);
      if (untouched) writeField(this.form, field, value);
      else if (!sameValue(value, sent[field])) conflicts.push({ field, base: sent[field], mine: now[field], theirs: value });
    }
    this.base = { ...sent, ...theirs };
    return conflicts;
  }

  clash(answer, sent) {
    // Also where somebody changed what was typed at only after the text went off.
    const since = this.merge(answer.tree, sent);
    const names = new Set(answer.conflicts.map((conflict) => conflict.field));
    const put = answer.fields ?? answer.theirs?.fields ?? {};
    roomFor(this.form, { ...put, ...Object.fromEntries([...names].map((name) => [name, ''])) });
    const now = readFields(this.form);
    for (const [field, value] of Object.entries(put)) {
      // What could be put together, where nothing was typed since; a place that had no field is new.
      if (!names.has(field) && field in now && (!(field in sent.fields) || sameValue(now[field], sent.fields[field]))) writeField(this.form, field, value);
    }
    this.base = { ...this.base, ...(answer.theirs?.fields ?? {}) };
    this.live = null;
    this.conflicts.show([...answer.conflicts, ...since], answer.by ?? t('somebody'));
  }

  show(state, facts) {
    const out = byId('saved');
    const at = (ms) => clock(new Date(ms), this.lang);
    const tell = (text, tone) => {
      if (!out) return;
      out.textContent = text;
      out.dataset.state = state;
      out.classList.toggle('bad', tone === 'bad');
    };
    const notice = (text, ...more) => {
      const same = this.notice.dataset.state === state && this.notice.dataset.text === text;
      if (same) return;
      this.notice.dataset.state = state;
      this.notice.dataset.text = text;
      this.notice.hidden = false;
      this.notice.replaceChildren(h('p', {}, text), ...more);
      say(text);
    };
    this.form.dispatchEvent(new CustomEvent('colophon:saving', { bubbles: true, detail: { state, ...facts } }));
    switch (state) {
      case 'saved':
      case 'waiting':
        if (facts.saved_at) this.base = this.live?.fields ?? this.base;
        if (state === 'saved') this.live = null;
        if (facts.saved_at) {
          this.savedAt = facts.saved_at;
          this.clearNotice();
        }
        if (facts.back) say(t('back'));
        if (state === 'waiting') tell(t('unsaved'));
        else tell(this.savedAt ? t('saved', { time: this.savedAt }) : t('saved-before'));
        break;
      case 'saving':
        tell(t('saving'));
        break;
      case 'offline':
        tell(t('offline-short', { time: at(facts.since) }), 'bad');
        notice(t('offline', { time: at(facts.since) }));
        break;
      case 'signed-out':
        tell(t('unsaved'), 'bad');
        notice(t('signed-out'), h('a', { class: 'btn sm', href: this.url.signIn, target: '_blank', rel: 'noopener' }, t('sign-in')));
        break;
      case 'refused':
        tell(t('unsaved'), 'bad');
        notice(facts.message ?? t('refused'));
        break;
      case 'conflict':
        tell(t('clash-short'), 'bad');
        break;
      case 'no-copy':
        if (this.withoutCopy) break;
        this.withoutCopy = true;
        notice(t('no-copy'));
        break;
      default:
    }
  }

  clearNotice() {
    this.notice.hidden = true;
    this.notice.dataset.state = '';
    this.notice.dataset.text = '';
  }

  /** Puts back what an earlier page left unsaved. True if there was something. */
  async restore(copy) {
    let doc;
    let sentDoc = null;
    try {
      doc = toDoc(JSON.parse(copy.tree));
      if (copy.sent) sentDoc = toDoc(JSON.parse(copy.sent.tree));
    } catch {
      return false;
    }
    const says = (node) => saidBlocks(node).map((block) => block.key).join();
    const sameFields = Object.entries(copy.fields).every(([name, value]) => !(name in this.given.fields) || sameValue(value, this.given.fields[name]));
    const tree = (node) => JSON.parse(toTreeText(node));
    if (sameFields && says(doc) === says(this.doc)) {
      await this.store.remove(copy.tab);
      return false;
    }
    const put = (node) => {
      const { state } = this.view;
      const tr = state.tr.replaceWith(0, state.doc.content.size, node.content);
      this.view.dispatch(tr.setMeta(REMOTE, true).setMeta('addToHistory', false));
    };
    let sent = null;
    if (sentDoc) {
      put(sentDoc);
      sent = { fields: copy.sent.fields, tree: copy.sent.tree, doc: this.view.state.doc, since: new Mapping() };
      this.live = sent;
      const tr = this.view.state.tr;
      bring(tr, this.view.state.doc, new Mapping(), tree(doc).blocks);
      if (tr.docChanged) this.view.dispatch(tr.setMeta(REMOTE, true).setMeta('addToHistory', false));
    } else put(doc);
    roomFor(this.form, copy.fields);
    for (const [name, value] of Object.entries(copy.fields)) writeField(this.form, name, value);
    this.saving.restored(copy, sent);
    await this.saving.chain;
    await this.store.remove(copy.tab);
    const discard = h('button', { type: 'button', class: 'btn sm no', onclick: () => this.discard() }, t('restored-discard'));
    const keep = h('button', { type: 'button', class: 'btn sm', onclick: () => (this.restoredNote.remove(), this.view.focus()) }, t('restored-keep'));
    this.restoredNote = h('div', { class: 'ed-notice', role: 'group', 'aria-label': t('restored-label') }, h('p', {}, t('restored', { time: clock(new Date(copy.at), this.lang) })), h('div', { class: 'row' }, keep, discard));
    this.place.prepend(this.restoredNote);
    say(t('restored', { time: clock(new Date(copy.at), this.lang) }));
    return true;
  }

  /** Back to what the server gave when the page was opened; the copy's last state can be had back with undo. */
  discard() {
    const { state } = this.view;
    this.view.dispatch(state.tr.replaceWith(0, state.doc.content.size, this.doc.content).setMeta(REMOTE, true));
    for (const [name, value] of Object.entries(this.given.fields)) writeField(this.form, name, value);
    this.restoredNote?.remove();
    this.conflicts.clear();
    this.live = null;
    const unsent = this.saving.saves === this.given.saves || this.saving.acknowledged === 0;
    if (unsent) this.saving.discarded(this.given.saves);
    else this.saving.changed();
    say(t('restored-discarded'));
    this.view.focus();
  }

  listen() {
    const { form, saving } = this;
    const named = (event) => {
      const control = event.target;
      return control.form === form && control.name && control.name !== 'tree' && control.name !== 'body';
    };
    for (const type of ['input', 'change']) document.addEventListener(type, (event) => named(event) && (spareRow(form), this.changed()));
    window.addEventListener('online', () => saving.wake());
    window.addEventListener('focus', () => saving.wake());
    window.addEventListener('pagehide', () => saving.leave());
    window.addEventListener('beforeunload', (event) => {
      // Only where this browser keeps no copies: everywhere else closing the page loses nothing.
      if (this.withoutCopy && saving.isNowhere) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => document.hidden && saving.isDirty && saving.copy());
    document.addEventListener('keydown', (event) => this.key(event));
    form.addEventListener('submit', (event) => this.submit(event));
  }

  /** What is sent as a form is saved first, so that it rests on a text that the server has. */
  async submit(event) {
    this.tree.value = toTreeText(this.view.state.doc);
    const saves = savesField(this.form);
    if (saves) saves.value = String(this.saving.saves);
    if (!this.saving.isDirty || event.submitter?.hasAttribute('data-unsaved')) return;
    event.preventDefault();
    const { submitter } = event;
    const done = await this.saving.settled();
    if (done) this.form.requestSubmit(submitter ?? undefined);
    else say(t('not-sent'));
  }

  /* Keys of the whole page. */

  key(event) {
    const mod = (event.ctrlKey || event.metaKey) && !event.altKey;
    const run = {
      s: mod && !event.shiftKey && (() => this.saving.save(true)),
      '.': mod && (() => this.quiet()),
      Enter: mod && byId('publish') && (() => byId('publish').click()),
      F6: () => this.swap(),
      ArrowDown: event.altKey && !event.shiftKey && !event.ctrlKey && (() => this.findings.step(1)),
      ArrowUp: event.altKey && !event.shiftKey && !event.ctrlKey && (() => this.findings.step(-1)),
    }[event.key];
    if (!run || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    run();
  }

  /** Text only: everything beside it goes. */
  quiet() {
    const box = byId('quiet');
    if (box) box.click();
    else document.body.classList.toggle('quiet');
    say(t((box?.checked ?? document.body.classList.contains('quiet')) ? 'quiet-on' : 'quiet-off'));
  }

  /** Between the text and the panel beside it. */
  swap() {
    const panel = byId('panel') ?? document.querySelector('.panel');
    if (!panel || panel.contains(document.activeElement)) {
      this.view.focus();
      return;
    }
    const target = panel.querySelector('input:checked, button, a[href], input, select, textarea, summary');
    if (!target) panel.tabIndex = -1;
    (target ?? panel).focus();
  }

  canLink(state) {
    return !state.selection.empty || Boolean(does.markRange(state, schema.marks.link));
  }

  async link() {
    const { state } = this.view;
    const { from, to, empty, $from, $to } = state.selection;
    if (!$from.sameParent($to) || !$from.parent.inlineContent || $from.parent.type.spec.code) return;
    const found = does.markRange(state, schema.marks.link);
    const range = empty && found ? found : { from, to };
    const before = state.doc;
    const answer = await askLink({ search: this.url.links, href: found?.mark.attrs.href ?? '', text: range.from === range.to ? '' : null });
    this.view.focus();
    if (answer && this.view.state.doc.eq(before)) does.setLink(range, answer.href, answer.text)(this.view.state, this.view.dispatch);
  }

  async words() {
    const { state } = this.view;
    const found = does.markRange(state, schema.marks.lang);
    const range = state.selection.empty ? found : state.selection;
    const own = state.selection.$from.parent.attrs.lang;
    const answer = await askLang(found?.mark.attrs.lang ?? own ?? '');
    this.view.focus();
    if (answer === null) return;
    const tr = this.view.state.tr;
    if (range) {
      tr.removeMark(range.from, range.to, schema.marks.lang);
      if (answer) tr.addMark(range.from, range.to, schema.marks.lang.create({ lang: answer }));
    } else if (state.selection.$from.parent.type === N.paragraph) tr.setNodeAttribute(state.selection.$from.before(), 'lang', answer || null);
    this.view.dispatch(tr);
  }

  async source() {
    const n = await askSource();
    this.view.focus();
    if (n !== null) does.sourceRef(n)(this.view.state, this.view.dispatch);
  }

  /** Pictures dropped or pasted from this computer. */
  async pictures(files, pos) {
    for (const file of files) {
      say(t('picture-sending'));
      const made = await upload(this.url.pictures, file);
      if (!made) {
        say(t('picture-failed'));
        continue;
      }
      this.site.seen(made);
      const item = N.figure.create({ file: made.id, alt: made.alt ?? '', credit: made.credit ?? '' }, N.caption.create(null, made.caption ? schema.text(made.caption) : null));
      if (pos === null) does.insertBlock(item)(this.view.state, this.view.dispatch);
      else {
        const $pos = this.view.state.doc.resolve(Math.min(pos, this.view.state.doc.content.size));
        this.view.dispatch(this.view.state.tr.insert($pos.depth ? $pos.after(1) : $pos.pos, item));
      }
    }
  }
}

const savesField = (form) => form.querySelector('input[type=hidden][name=saves]');

function writeNoteSoon(view) {
  setTimeout(() => writeNote(view.state, null, view));
  return false;
}

/** What an empty text says of itself. */
function placeholder() {
  return new Plugin({
    props: {
      decorations(state) {
        const { doc } = state;
        const only = doc.childCount === 1 && doc.firstChild;
        if (!only || only.type !== N.paragraph || only.childCount) return null;
        return DecorationSet.create(doc, [Decoration.node(0, only.nodeSize, { class: 'ed-empty', 'data-say': t('placeholder') })]);
      },
    },
  });
}

async function begin() {
  const form = byId('piece');
  if (!form?.elements.namedItem('tree')) return;
  let editor;
  try {
    setWords(JSON.parse(form.dataset.words ?? '{}'));
    editor = new Editor(form, form.dataset.language || document.documentElement.lang || 'it');
    await editor.start();
  } catch (error) {
    console.error(error);
    // The text is of a later version, or broken: the ordinary form stays, and the text is not touched.
    if (!form.classList.contains('ed-on')) editor?.place?.remove();
  }
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
else begin();
