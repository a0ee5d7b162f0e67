/**
 * The vocabulary of the body tree (`markup/src/body.rs`) as a ProseMirror schema.
 *
 * What the tree allows only in some places (a picture never in a list, a heading of one line) is allowed only
 * there, so that no text can be typed that the server would have to rearrange.
 */
import { Schema } from 'prosemirror-model';
import { t } from './words.js';

const attr = (dom, name) => dom.getAttribute(`data-${name}`) ?? '';
const LINE = '(text | note | source_ref)*';
/** Marks of headings: important as a whole, so `strong` says nothing there. */
const HEADING_MARKS = 'link lang emphasis sub sup code';

/** Attributes of a picture that are plain words. */
export const PICTURE_WORDS = ['file', 'alt', 'credit', 'licence', 'source_type'];

/** What an entry says of itself; nothing where somebody else wrote the words. */
function entryOf(written) {
  try {
    const { at, title, by, key } = JSON.parse(written);
    return { at: String(at), title: String(title), by: [by].flat().map(String), key: key === true };
  } catch {
    return false;
  }
}

/** @type {Record<string, import('prosemirror-model').NodeSpec>} */
const nodes = {
  doc: { content: 'block+' },
  paragraph: {
    group: 'block in_item in_quote in_aside',
    content: 'inline*',
    attrs: { lang: { default: null } },
    toDOM: (node) => ['p', node.attrs.lang ? { lang: node.attrs.lang } : {}, 0],
    parseDOM: [{ tag: 'p', getAttrs: (dom) => ({ lang: dom.getAttribute('lang') || null }) }],
  },
  crosshead: {
    group: 'block',
    content: LINE,
    marks: HEADING_MARKS,
    defining: true,
    attrs: { level: { default: 2 } },
    toDOM: (node) => [`h${node.attrs.level}`, 0],
    parseDOM: [2, 3].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  },
  bullet_list: {
    group: 'block in_item in_quote in_aside',
    content: 'list_item+',
    toDOM: () => ['ul', 0],
    parseDOM: [{ tag: 'ul' }],
  },
  ordered_list: {
    group: 'block in_item in_quote in_aside',
    content: 'list_item+',
    toDOM: () => ['ol', 0],
    parseDOM: [{ tag: 'ol' }],
  },
  list_item: { content: 'in_item+', defining: true, toDOM: () => ['li', 0], parseDOM: [{ tag: 'li' }] },
  quote: {
    group: 'block in_item in_aside',
    content: 'in_quote+ cite',
    defining: true,
    toDOM: () => ['blockquote', 0],
    parseDOM: [{ tag: 'blockquote' }],
  },
  cite: {
    content: LINE,
    isolating: true,
    toDOM: () => ['footer', { class: 'cite', 'data-say': t('say-cite') }, 0],
    parseDOM: [{ tag: 'footer.cite' }],
  },
  pull: {
    group: 'block',
    content: 'pull_text cite',
    defining: true,
    isolating: true,
    toDOM: () => ['div', { class: 'pull' }, 0],
    parseDOM: [{ tag: 'div.pull' }],
  },
  pull_text: { content: 'inline*', toDOM: () => ['div', { class: 'pull-text', 'data-say': t('say-pull') }, 0], parseDOM: [{ tag: 'div.pull-text' }] },
  figure: {
    group: 'block',
    content: 'caption',
    isolating: true,
    draggable: true,
    attrs: {
      file: { default: '' },
      alt: { default: '' },
      described_by_caption: { default: false },
      credit: { default: '' },
      licence: { default: '' },
      source_type: { default: '' },
    },
    toDOM: (node) => {
      const words = PICTURE_WORDS.map((name) => [`data-${name}`, node.attrs[name]]);
      return ['figure', { ...Object.fromEntries(words), 'data-described': String(node.attrs.described_by_caption) }, 0];
    },
    parseDOM: [
      {
        tag: 'figure',
        getAttrs: (dom) => ({
          ...Object.fromEntries(PICTURE_WORDS.map((name) => [name, attr(dom, name)])),
          described_by_caption: attr(dom, 'described') === 'true',
        }),
      },
    ],
  },
  gallery: {
    group: 'block',
    content: 'figure+',
    isolating: true,
    toDOM: () => ['div', { class: 'gallery' }, 0],
    parseDOM: [{ tag: 'div.gallery' }],
  },
  caption: {
    content: LINE,
    isolating: true,
    toDOM: () => ['div', { class: 'caption', 'data-say': t('say-caption') }, 0],
    parseDOM: [{ tag: 'div.caption' }],
  },
  table: {
    group: 'block in_aside',
    content: 'caption table_head? table_row+',
    isolating: true,
    toDOM: () => ['div', { class: 'table' }, 0],
    parseDOM: [{ tag: 'div.table' }],
  },
  table_head: { content: 'head_cell+', toDOM: () => ['div', { class: 'tr th' }, 0], parseDOM: [{ tag: 'div.tr.th', priority: 60 }] },
  table_row: { content: 'cell+', toDOM: () => ['div', { class: 'tr' }, 0], parseDOM: [{ tag: 'div.tr' }] },
  head_cell: {
    content: LINE,
    marks: HEADING_MARKS,
    isolating: true,
    toDOM: () => ['div', { class: 'td h' }, 0],
    parseDOM: [{ tag: 'div.td.h', priority: 60 }],
  },
  cell: { content: 'inline*', isolating: true, toDOM: () => ['div', { class: 'td' }, 0], parseDOM: [{ tag: 'div.td' }] },
  aside: {
    group: 'block',
    content: 'aside_title in_aside+',
    defining: true,
    isolating: true,
    toDOM: () => ['section', { class: 'aside' }, 0],
    parseDOM: [{ tag: 'section.aside' }],
  },
  aside_title: {
    content: LINE,
    marks: HEADING_MARKS,
    toDOM: () => ['div', { class: 'aside-title', 'data-say': t('say-aside') }, 0],
    parseDOM: [{ tag: 'div.aside-title' }],
  },
  rule: { group: 'block', toDOM: () => ['hr'], parseDOM: [{ tag: 'hr' }] },
  code_block: {
    group: 'block in_item in_quote in_aside',
    content: 'text*',
    marks: '',
    code: true,
    defining: true,
    attrs: { lang: { default: null } },
    toDOM: (node) => ['pre', node.attrs.lang ? { 'data-code': node.attrs.lang } : {}, ['code', 0]],
    parseDOM: [{ tag: 'pre', preserveWhitespace: 'full', getAttrs: (dom) => ({ lang: dom.getAttribute('data-code') }) }],
  },
  embed: {
    group: 'block',
    draggable: true,
    attrs: { url: { default: '' }, title: { default: '' } },
    toDOM: (node) => ['div', { class: 'embed', 'data-url': node.attrs.url, 'data-title': node.attrs.title }],
    parseDOM: [{ tag: 'div.embed', getAttrs: (dom) => ({ url: attr(dom, 'url'), title: attr(dom, 'title') }) }],
  },
  // Where an entry of live coverage begins: moved and deleted here, written by its own form.
  entry: {
    group: 'block',
    atom: true,
    draggable: true,
    attrs: { at: { default: '' }, title: { default: '' }, by: { default: [] }, key: { default: false } },
    toDOM: (node) => ['div', { class: 'embed', 'data-entry': JSON.stringify(node.attrs) }, ['b', {}, node.attrs.at.slice(0, 16).replace('T', ' ')], ' ' + node.attrs.title],
    parseDOM: [{ tag: 'div[data-entry]', priority: 60, getAttrs: (dom) => entryOf(attr(dom, 'entry')) }],
  },
  text: { group: 'inline' },
  note: {
    group: 'inline',
    inline: true,
    content: '(text | hard_break | source_ref)*',
    atom: true,
    toDOM: () => ['span', { class: 'note' }, 0],
    parseDOM: [{ tag: 'span.note' }],
  },
  source_ref: {
    group: 'inline',
    inline: true,
    attrs: { n: { default: 1 } },
    toDOM: (node) => ['sup', { class: 'ref', 'data-n': String(node.attrs.n) }, String(node.attrs.n)],
    parseDOM: [{ tag: 'sup.ref', getAttrs: (dom) => ({ n: Number(attr(dom, 'n')) || 1 }) }],
    leafText: () => '',
  },
  hard_break: {
    group: 'inline',
    inline: true,
    selectable: false,
    toDOM: () => ['br'],
    parseDOM: [{ tag: 'br' }],
    leafText: () => '\n',
  },
};

/** In the order in which the tree nests them: link around language around strong around emphasis. */
const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    toDOM: (mark) => ['a', { href: mark.attrs.href, rel: 'noopener' }, 0],
    parseDOM: [{ tag: 'a[href]', getAttrs: (dom) => ({ href: dom.getAttribute('href') }) }],
  },
  lang: {
    attrs: { lang: {} },
    toDOM: (mark) => ['span', { lang: mark.attrs.lang, class: 'lang' }, 0],
    parseDOM: [{ tag: 'span[lang]', getAttrs: (dom) => ({ lang: dom.getAttribute('lang') }) }],
  },
  strong: { toDOM: () => ['strong', 0], parseDOM: [{ tag: 'strong' }] },
  emphasis: { toDOM: () => ['em', 0], parseDOM: [{ tag: 'em' }] },
  sub: { excludes: 'sub sup', toDOM: () => ['sub', 0], parseDOM: [{ tag: 'sub' }] },
  sup: { excludes: 'sub sup', toDOM: () => ['sup', { class: 'up' }, 0], parseDOM: [{ tag: 'sup.up' }] },
  code: { code: true, toDOM: () => ['code', 0], parseDOM: [{ tag: 'code' }] },
};

export const schema = new Schema({ nodes, marks });
