/**
 * What other programs put on the clipboard, as clean blocks of the body tree: from Word and Outlook, Google Docs,
 * LibreOffice, Pages, web pages, WordPress, Excel, and plain text. Looks are left behind; words, structure, links,
 * notes, tables and pictures with an address come along.
 */
import { canonical } from './canonical.js';

const DROP = new Set(
  'SCRIPT STYLE TEMPLATE NOSCRIPT OBJECT EMBED SVG MATH CANVAS INPUT SELECT TEXTAREA BUTTON NAV DIALOG HEAD TITLE META LINK XML DEL RP'.split(' '),
);
const BLOCK = new Set(
  'P DIV SECTION ARTICLE MAIN HEADER FOOTER ADDRESS CENTER FIELDSET DETAILS SUMMARY DL DT DD BODY FIGURE FIGCAPTION ASIDE FORM LI TR TD TH TABLE TBODY THEAD'.split(' '),
);
const CODE = new Set('CODE KBD SAMP TT'.split(' '));
/** Parameters that follow readers from page to page. */
const TRACKERS = /^(utm_\w+|fbclid|gclid|dclid|msclkid|igshid|igsh|mc_eid|mc_cid|yclid|twclid|ttclid|_hsenc|_hsmi)$/;

/**
 * What was pasted, to be parsed under a policy without inline styles and scripts: style sheets go, and what such
 * attributes say is kept where it does nothing.
 */
export function withoutStyle(html) {
  return html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, '').replace(/<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) => tag.replace(/(\s)(style|on\w+)(\s*=)/gi, '$1data-$2$3'));
}

/** Declarations of what was a `style` attribute, in lower case. */
function styleOf(element) {
  const out = {};
  for (const part of (element.getAttribute('data-style') ?? '').toLowerCase().split(';')) {
    const at = part.indexOf(':');
    if (at > 0) out[part.slice(0, at).trim()] = part.slice(at + 1).replace('!important', '').trim();
  }
  return out;
}

const classOf = (element) => element.getAttribute('class') ?? '';

/** An address as it may be linked, without what follows readers; null for anything else. */
export function linkOf(href) {
  const s = (href ?? '').trim();
  if (/^mailto:./i.test(s)) return s;
  if (!/^https?:\/\//i.test(s)) return null;
  try {
    const url = new URL(s);
    if (/(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url') return linkOf(url.searchParams.get('q') ?? url.searchParams.get('url'));
    if (/\.safelinks\.protection\.outlook\.com$/.test(url.hostname)) return linkOf(url.searchParams.get('url'));
    for (const name of [...url.searchParams.keys()]) if (TRACKERS.test(name)) url.searchParams.delete(name);
    url.username = '';
    url.password = '';
    return url.href;
  } catch {
    return null;
  }
}

/** Gathers the words of a place, and makes paragraphs of them where a block begins or ends. */
class Sink {
  constructor() {
    this.blocks = [];
    this.words = [];
    /** Items of a word processor's list, which it writes as paragraphs. */
    this.typed = [];
  }

  add(inline) {
    this.words.push(inline);
  }

  /** @param {object} block */
  push(block) {
    this.flush();
    this.untype();
    this.blocks.push(block);
  }

  /** Ends the paragraph; two line breaks in a row divide it. */
  paragraphs() {
    const out = [];
    let text = [];
    let breaks = 0;
    let held = [];
    const end = () => {
      if (text.length) out.push({ t: 'paragraph', text });
      text = [];
    };
    for (const inline of this.words) {
      const blank = inline.t === 'text' && !inline.s.trim();
      if (inline.t === 'break') {
        breaks++;
        held.push(inline);
      } else if (blank && breaks) held.push(inline);
      else {
        if (breaks > 1) end();
        else text.push(...held);
        held = [];
        breaks = 0;
        text.push(inline);
      }
    }
    end();
    this.words = [];
    return out;
  }

  flush(item = null) {
    const made = this.paragraphs().filter((p) => canonical([p]).length);
    if (!made.length) return;
    if (item) this.typed.push({ ...item, blocks: made });
    else {
      this.untype();
      this.blocks.push(...made);
    }
  }

  /** Paragraphs that were items become the list they meant. */
  untype() {
    if (!this.typed.length) return;
    const open = [];
    const root = [];
    for (const { level, ordered, blocks } of this.typed) {
      while (open.length && (open[open.length - 1].level > level || (open[open.length - 1].level === level && open[open.length - 1].list.ordered !== ordered))) open.pop();
      let top = open[open.length - 1];
      if (!top || top.level < level) {
        const list = { t: 'list', ordered, items: [] };
        const home = top ? top.list.items[top.list.items.length - 1] : root;
        home.push(list);
        top = { level, list };
        open.push(top);
      }
      top.list.items.push([...blocks]);
    }
    this.typed = [];
    this.blocks.push(...root);
  }

  end() {
    this.flush();
    this.untype();
    return this.blocks;
  }
}

/** Notes of the text: what refers to each, and what is read with it instead of where it stands. */
function notesOf(root) {
  const notes = new Map();
  const taken = new Set();
  const named = (id) => [...root.querySelectorAll('[id],a[name]')].find((element) => element.getAttribute('id') === id || element.getAttribute('name') === id);
  for (const link of root.querySelectorAll('a[href^="#"]')) {
    const id = link.getAttribute('href').slice(1);
    const own = [link.getAttribute('id'), link.getAttribute('name')].filter(Boolean);
    if (!own.length || !/^\W*(\d{1,3}|[*†‡]|[ivxlc]{1,5})\W*$/.test(link.textContent.trim())) continue;
    const target = named(id);
    if (!target || target.contains(link)) continue;
    const frame = target.closest('[data-style*="mso-element:footnote"],[data-style*="mso-element:endnote"]') ?? target.closest('li,p,div') ?? target;
    const back = [...frame.querySelectorAll('a[href]'), ...(frame.matches('a') ? [frame] : [])].find((a) => own.includes(a.getAttribute('href').slice(1)));
    if (!back || taken.has(frame)) continue;
    // A reference stands before its note.
    if ([...root.querySelectorAll('a')].indexOf(link) > [...root.querySelectorAll('a')].indexOf(back)) continue;
    notes.set(link, { frame, back });
    taken.add(frame);
  }
  return { notes, taken };
}

const textOf = (blocks) =>
  blocks.flatMap((block, index) => {
    const inner =
      block.text && typeof block.text !== 'string'
        ? block.text
        : block.t === 'code'
          ? [{ t: 'text', s: block.text }]
          : textOf([...(block.blocks ?? []), ...(block.items ?? []).flat()]);
    return index && inner.length ? [{ t: 'break' }, ...inner] : inner;
  });

class Reader {
  constructor(root) {
    this.root = root;
    Object.assign(this, notesOf(root));
  }

  /** The blocks of these nodes. */
  blocks(nodes, marks = {}) {
    const sink = new Sink();
    for (const node of nodes) this.node(node, sink, marks);
    return sink.end();
  }

  wrap(inline, marks) {
    let out = inline;
    if (marks.height) out = { t: marks.height, text: [out] };
    if (marks.emphasis) out = { t: 'emphasis', text: [out] };
    if (marks.strong) out = { t: 'strong', text: [out] };
    if (marks.link) out = { t: 'link', href: marks.link, text: [out] };
    return out;
  }

  node(node, sink, marks) {
    if (node.nodeType === 3) {
      if (node.data) sink.add(this.wrap({ t: marks.code ? 'code' : 'text', s: node.data }, marks));
      return;
    }
    if (node.nodeType !== 1 || this.skips(node)) return;
    this.element(node, sink, this.marks(node, marks));
  }

  children(element, sink, marks) {
    for (const child of element.childNodes) this.node(child, sink, marks);
  }

  skips(element) {
    const name = element.tagName.toUpperCase();
    if (DROP.has(name)) return true;
    if (this.taken.has(element) && !this.reading) return true;
    const style = styleOf(element);
    if (style.display === 'none' || style.visibility === 'hidden' || style['mso-hide'] === 'all' || style['mso-list'] === 'ignore') return true;
    if (/comment-list|comment$/.test(style['mso-element'] ?? '') || /MsoComment/.test(classOf(element))) return true;
    return element.hasAttribute('hidden') || (element.getAttribute('aria-hidden') === 'true' && !element.querySelector('img'));
  }

  marks(element, given) {
    const marks = { ...given };
    const name = element.tagName.toUpperCase();
    if (name === 'B' || name === 'STRONG') marks.strong = true;
    else if (name === 'I' || name === 'EM' || name === 'CITE' || name === 'DFN') marks.emphasis = true;
    else if (name === 'SUB' || name === 'SUP') marks.height = name.toLowerCase();
    else if (CODE.has(name)) marks.code = true;
    else if (name === 'A') marks.link = linkOf(element.getAttribute('href')) ?? marks.link;
    const style = styleOf(element);
    const weight = style['font-weight'];
    if (weight) marks.strong = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;
    if (style['font-style']) marks.emphasis = /italic|oblique/.test(style['font-style']);
    if (style['vertical-align'] === 'super') marks.height = 'sup';
    if (style['vertical-align'] === 'sub') marks.height = 'sub';
    return marks;
  }

  element(element, sink, marks) {
    const name = element.tagName.toUpperCase();
    const note = this.notes.get(element);
    if (note) {
      sink.add({ t: 'note', text: this.note(note) });
      return;
    }
    switch (name) {
      case 'BR':
        sink.add({ t: 'break' });
        return;
      case 'HR':
        sink.push({ t: 'rule' });
        return;
      case 'IMG':
        this.image(element, sink);
        return;
      case 'UL':
      case 'OL':
        this.list(element, sink, marks);
        return;
      case 'TABLE':
        this.table(element, sink, marks);
        return;
      case 'PRE':
        sink.push({ t: 'code', text: element.textContent });
        return;
      case 'BLOCKQUOTE':
        this.quote(element, sink, marks);
        return;
      case 'FIGURE':
        this.figure(element, sink, marks);
        return;
      case 'IFRAME':
      case 'VIDEO':
      case 'AUDIO': {
        const url = linkOf(element.getAttribute('src') ?? element.querySelector?.('source')?.getAttribute('src'));
        if (url) sink.push({ t: 'embed', url, title: element.getAttribute('title') || new URL(url).hostname.replace(/^www\./, '') });
        return;
      }
      case 'SUP':
        // The sign of a note is the note's, not raised text.
        if (element.querySelector('a') && [...element.querySelectorAll('a')].some((a) => this.notes.has(a))) {
          this.children(element, sink, { ...marks, height: undefined });
          return;
        }
        break;
      case 'SPAN':
        // Browsers put one of these for a space at the edge of what was copied.
        if (/Apple-converted-space/.test(classOf(element)) || element.textContent === '\u00a0') {
          sink.add(this.wrap({ t: 'text', s: ' ' }, marks));
          return;
        }
        break;
      default:
    }
    const level = this.heading(element, name);
    if (level) {
      const text = textOf(this.blocks(element.childNodes, { ...marks, strong: undefined }));
      if (text.length) sink.push({ t: 'crosshead', level, text });
      return;
    }
    if (!BLOCK.has(name)) {
      this.children(element, sink, marks);
      return;
    }
    sink.flush();
    const item = this.typedItem(element);
    if (/MsoQuote|MsoIntenseQuote/.test(classOf(element))) {
      const blocks = this.blocks(element.childNodes, { ...marks, emphasis: undefined });
      const last = sink.blocks[sink.blocks.length - 1];
      if (last?.word) last.blocks.push(...blocks);
      else if (blocks.length) sink.push({ t: 'quote', blocks, word: true });
      return;
    }
    this.children(element, sink, marks);
    sink.flush(item);
  }

  heading(element, name) {
    const number = /^H([1-6])$/.exec(name)?.[1] ?? (element.getAttribute('role') === 'heading' ? element.getAttribute('aria-level') ?? '2' : /\bMso(Title|Heading)/.test(classOf(element)) ? '1' : null);
    if (!number) return null;
    return Number(number) <= 2 ? 2 : 3;
  }

  /** Whether Word means a paragraph as an item of a list. */
  typedItem(element) {
    const list = /level(\d+)/.exec(styleOf(element)['mso-list'] ?? '');
    if (!list) return null;
    const sign = [...element.querySelectorAll('[data-style]')].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute('data-style')));
    const marker = (sign?.textContent ?? '').trim();
    // Bullets of lower levels are an `o` and a `§` in fonts of signs.
    return { level: Number(list[1]), ordered: /^\(?([0-9]{1,3}|[a-z]|[ivxlc]{1,5})[.)]$/i.test(marker) };
  }

  note({ frame, back }) {
    this.reading = true;
    back.remove();
    const text = textOf(this.blocks([frame]));
    this.reading = false;
    const first = text[0];
    if (first?.t === 'text') text[0] = { ...first, s: first.s.replace(/^\s*\[?\d*\]?\s*/, '') };
    return text.filter((inline) => inline.t !== 'note');
  }

  image(element, sink) {
    const file = linkOf(element.getAttribute('src'));
    const small = (side) => Number(element.getAttribute(side)) > 0 && Number(element.getAttribute(side)) < 32;
    if (!file || small('width') || small('height')) return;
    sink.push({ t: 'figure', file, alt: element.getAttribute('alt') ?? '' });
  }

  figure(element, sink, marks) {
    const quoted = element.querySelector('blockquote');
    if (/pullquote/.test(classOf(element)) && quoted) {
      const { blocks, cite } = this.quoted(quoted, marks);
      sink.push({ t: 'pull', text: textOf(blocks), cite });
      return;
    }
    const own = [...element.children].find((child) => child.tagName.toUpperCase() === 'FIGCAPTION');
    const caption = own ? textOf(this.blocks(own.childNodes)) : [];
    if (/wp-block-embed|wp-block-video/.test(classOf(element))) {
      const url = linkOf(element.querySelector('iframe,video,a')?.getAttribute('src') ?? element.querySelector('a')?.getAttribute('href') ?? element.querySelector('.wp-block-embed__wrapper')?.textContent);
      if (url) sink.push({ t: 'embed', url, title: own?.textContent.trim() || new URL(url).hostname.replace(/^www\./, '') });
      return;
    }
    const inner = this.blocks([...element.childNodes].filter((child) => child !== own), marks);
    const pictures = inner.flatMap((block) => (block.t === 'figure' ? [block] : block.t === 'gallery' ? block.pictures : []));
    const rest = inner.filter((block) => block.t !== 'figure' && block.t !== 'gallery');
    if (pictures.length === 1 && caption.length) pictures[0].caption = caption;
    if (pictures.length > 1) sink.push({ t: 'gallery', pictures: pictures.map(({ t, ...picture }) => picture) });
    else if (pictures.length) sink.push(pictures[0]);
    const table = rest.find((block) => block.t === 'table');
    if (table && caption.length && !table.caption) table.caption = caption;
    for (const block of rest) sink.push(block);
    if (caption.length && pictures.length !== 1 && !table) sink.push({ t: 'paragraph', text: caption });
  }

  quoted(element, marks) {
    const last = [...element.children].filter((child) => /^(CITE|FOOTER)$/i.test(child.tagName)).pop();
    const cite = last ? textOf(this.blocks(last.childNodes)) : [];
    const blocks = this.blocks([...element.childNodes].filter((child) => child !== last), marks);
    return { blocks, cite };
  }

  quote(element, sink, marks) {
    // Mail programs and old editors indent with it.
    if (/^(gmail_quote|webkit-indent-blockquote)$/.test(classOf(element)) || element.getAttribute('type') === 'cite') {
      sink.flush();
      this.children(element, sink, marks);
      sink.flush();
      return;
    }
    const { blocks, cite } = this.quoted(element, marks);
    if (blocks.length) sink.push({ t: 'quote', blocks, cite });
    else if (cite.length) sink.push({ t: 'paragraph', text: cite });
  }

  list(element, sink, marks) {
    const items = [];
    for (const child of element.childNodes) {
      if (child.nodeType !== 1 || this.skips(child)) continue;
      const inner = this.marks(child, marks);
      const name = child.tagName.toUpperCase();
      if (name === 'UL' || name === 'OL') {
        // A list straight inside a list belongs to the item before it.
        const nested = this.blocks([child], marks);
        if (items.length) items[items.length - 1].push(...nested);
        else items.push(nested);
      } else items.push(this.blocks(name === 'LI' ? child.childNodes : [child], inner));
    }
    const full = items.filter((item) => item.length);
    if (full.length) sink.push({ t: 'list', ordered: element.tagName.toUpperCase() === 'OL', items: full });
  }

  table(element, sink, marks) {
    const rows = [...element.querySelectorAll('tr')].filter((row) => row.closest('table') === element);
    const cells = rows.map((row) => [...row.children].filter((cell) => /^T[DH]$/i.test(cell.tagName) && !this.skips(cell)));
    const wide = Math.max(0, ...cells.map((row) => row.length));
    const layout = wide <= 1 || element.getAttribute('role') === 'presentation' || element.querySelector('table,h1,h2,h3,ul,ol,hr');
    if (layout) {
      sink.flush();
      for (const cell of cells.flat()) {
        this.children(cell, sink, marks);
        sink.flush();
      }
      return;
    }
    const isHead = (cell) => cell.tagName.toUpperCase() === 'TH';
    const isBold = (cell) => !cell.textContent.trim() || this.marks(cell, {}).strong || [...cell.querySelectorAll('b,strong')].some((b) => b.textContent.trim() === cell.textContent.trim());
    const first = cells[0] ?? [];
    const heads = first.length > 0 && (first.every(isHead) || Boolean(first[0].closest('thead')) || (cells.length > 1 && first.some((cell) => cell.textContent.trim()) && first.every(isBold) && !cells[1].every(isBold)));
    const read = (row, bare) =>
      row.flatMap((cell) => {
        const inner = this.marks(cell, marks);
        const text = textOf(this.blocks(cell.childNodes, isHead(cell) || bare ? { ...inner, strong: undefined } : inner));
        const span = Math.min(64, Number(cell.getAttribute('colspan')) || 1);
        return [text, ...Array.from({ length: span - 1 }, () => [])];
      });
    const title = [...element.children].find((child) => child.tagName.toUpperCase() === 'CAPTION');
    const caption = title ? textOf(this.blocks(title.childNodes)) : undefined;
    sink.push({ t: 'table', ...(caption ? { caption } : {}), head: heads ? read(first, true) : [], rows: cells.slice(heads ? 1 : 0).map((row) => read(row, false)) });
  }
}

/**
 * @param {ParentNode} root what was pasted, parsed
 * @returns {object[]} blocks in canonical form
 */
export function blocksOfDom(root) {
  const reader = new Reader(root);
  const blocks = reader.blocks([...root.childNodes]);
  // The line over the notes, which are read where they are referred to.
  while (reader.notes.size && blocks[blocks.length - 1]?.t === 'rule') blocks.pop();
  return canonical(blocks.map(({ word, ...block }) => block));
}

/** Longest line of text broken by hand, as mail programs do, in characters. */
const WRAPPED_MAX = 80;
const WRAPPED_MIN = 50;

/** @param {string} text @returns {object[]} blocks in canonical form */
export function blocksOfText(text) {
  const groups = text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/);
  const alone = groups.length === 1;
  const blocks = groups.flatMap((group) => {
    const lines = group.split('\n').map((s) => s.trim()).filter(Boolean);
    const paragraph = (s) => ({ t: 'paragraph', text: [{ t: 'text', s }] });
    for (const [sign, ordered] of [[/^(?:[-*•–]|·)\s+/, false], [/^\d{1,3}[.)]\s+/, true]]) {
      if (lines.length > 1 && lines.every((s) => sign.test(s))) return [{ t: 'list', ordered, items: lines.map((s) => [paragraph(s.replace(sign, ''))]) }];
    }
    const wrapped = lines.length > 2 && lines.every((s) => s.length <= WRAPPED_MAX) && lines.slice(0, -1).every((s) => s.length >= WRAPPED_MIN);
    if (wrapped) return [paragraph(lines.join(' '))];
    if (alone) return lines.map(paragraph);
    return [{ t: 'paragraph', text: lines.flatMap((s, i) => (i ? [{ t: 'break' }, { t: 'text', s }] : [{ t: 'text', s }])) }];
  });
  return canonical(blocks);
}
