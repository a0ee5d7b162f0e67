/**
 * Between the body tree (JSON) and the document. Every tree in canonical form comes back exactly.
 *
 * ProseMirror's nodes never change, so what was once written of a block is kept with it: writing a whole text
 * costs only what changed since the last time.
 */
import { Fragment } from 'prosemirror-model';
import { schema } from './schema.js';

/** @typedef {{v: 1, blocks: object[]}} Tree */

const N = schema.nodes;
const M = schema.marks;
/** From the outside in, as the tree nests marks. */
const NESTING = [
  ['link', (mark) => mark.attrs.href, (value, text) => ({ t: 'link', href: value, text })],
  ['lang', (mark) => mark.attrs.lang, (value, text) => ({ t: 'lang', lang: value, text })],
  ['strong', () => true, (_, text) => ({ t: 'strong', text })],
  ['emphasis', () => true, (_, text) => ({ t: 'emphasis', text })],
  ['sub', () => true, (_, text) => ({ t: 'sub', text })],
  ['sup', () => true, (_, text) => ({ t: 'sup', text })],
];

/** @param {import('prosemirror-model').Node} node */
function marksOf(node) {
  return node.isText || node.type === N.hard_break ? node.marks : [];
}

function leaf(node) {
  if (node.isText) return node.marks.some((m) => m.type === M.code) ? { t: 'code', s: node.text } : { t: 'text', s: node.text };
  if (node.type === N.hard_break) return { t: 'break' };
  if (node.type === N.source_ref) return { t: 'source_ref', n: node.attrs.n };
  return { t: 'note', text: inlinesOf(node) };
}

/** Groups runs by one mark after the other: the one tree that says what they say. */
function nest(runs, depth) {
  if (depth === NESTING.length) {
    const out = [];
    for (const run of runs) {
      const last = out[out.length - 1];
      const item = leaf(run);
      // Two texts meet where a mark that the tree does not know, or a reference's own, lay between them.
      if (last && last.t === item.t && (item.t === 'text' || item.t === 'code')) last.s += item.s;
      else out.push(item);
    }
    return out;
  }
  const [name, value, write] = NESTING[depth];
  const out = [];
  let i = 0;
  while (i < runs.length) {
    const own = valueOf(runs[i], name, value);
    let j = i + 1;
    while (j < runs.length && valueOf(runs[j], name, value) === own) j++;
    const inner = nest(runs.slice(i, j), depth + 1);
    if (own === null) out.push(...inner);
    else out.push(write(own, inner));
    i = j;
  }
  return out;
}

function valueOf(node, name, value) {
  const mark = marksOf(node).find((m) => m.type.name === name);
  return mark ? value(mark) : null;
}

/** The text of a textblock as the tree's inlines. */
export function inlinesOf(node) {
  const runs = [];
  node.forEach((child) => runs.push(child));
  return nest(runs, 0);
}

const some = (object, name, value) => {
  if (value && value.length !== 0) object[name] = value;
  return object;
};

function picture(node) {
  const out = { file: node.attrs.file };
  some(out, 'alt', node.attrs.alt);
  some(out, 'described_by_caption', node.attrs.described_by_caption);
  some(out, 'caption', inlinesOf(node.firstChild));
  some(out, 'credit', node.attrs.credit);
  some(out, 'licence', node.attrs.licence);
  return some(out, 'source_type', node.attrs.source_type);
}

const children = (node) => {
  const out = [];
  node.forEach((child) => out.push(child));
  return out;
};

const kept = new WeakMap();

/**
 * One block as the tree writes it, or null for an empty paragraph, of which the tree has none.
 * @param {import('prosemirror-model').Node} node
 */
export function blockOf(node) {
  if (!kept.has(node)) kept.set(node, write(node));
  return kept.get(node);
}

const blocksOf = (nodes) => nodes.map(blockOf).filter(Boolean);

function write(node) {
  switch (node.type) {
    case N.paragraph:
      if (node.childCount === 0) return null;
      return some({ t: 'paragraph', text: inlinesOf(node) }, 'lang', node.attrs.lang);
    case N.crosshead:
      return { t: 'crosshead', level: node.attrs.level, text: inlinesOf(node) };
    case N.bullet_list:
    case N.ordered_list:
      return { t: 'list', ordered: node.type === N.ordered_list, items: children(node).map((item) => blocksOf(children(item))) };
    case N.quote:
      return some({ t: 'quote', blocks: blocksOf(children(node).slice(0, -1)) }, 'cite', inlinesOf(node.lastChild));
    case N.pull:
      return some({ t: 'pull', text: inlinesOf(node.firstChild) }, 'cite', inlinesOf(node.lastChild));
    case N.figure:
      return { t: 'figure', ...picture(node) };
    case N.gallery:
      return { t: 'gallery', pictures: children(node).map(picture) };
    case N.table: {
      const [caption, ...rows] = children(node);
      const cells = (row) => children(row).map(inlinesOf);
      const head = rows[0].type === N.table_head ? cells(rows.shift()) : [];
      const out = some({ t: 'table' }, 'caption', inlinesOf(caption));
      out.head = head;
      out.rows = rows.map(cells);
      return out;
    }
    case N.aside: {
      const [title, ...blocks] = children(node);
      const out = some({ t: 'aside' }, 'title', inlinesOf(title));
      out.blocks = blocksOf(blocks);
      return out;
    }
    case N.rule:
      return { t: 'rule' };
    case N.code_block:
      return some({ t: 'code', text: node.textContent }, 'lang', node.attrs.lang);
    case N.embed:
      return { t: 'embed', url: node.attrs.url, title: node.attrs.title };
    case N.entry: {
      const { at, title, by, key } = node.attrs;
      return { t: 'entry', at, ...(title && { title }), ...(by.length && { by }), ...(key && { key }) };
    }
    default:
      throw new Error(`no block: ${node.type.name}`);
  }
}

/** @returns {Tree} */
export function toTree(doc) {
  return { v: 1, blocks: blocksOf(children(doc)) };
}

const written = new WeakMap();

/** The tree as JSON text; of blocks that did not change the text is kept. */
export function toTreeText(doc) {
  const parts = [];
  doc.forEach((node) => {
    let part = written.get(node);
    if (part === undefined) {
      const block = blockOf(node);
      part = block ? JSON.stringify(block) : '';
      written.set(node, part);
    }
    if (part) parts.push(part);
  });
  return `{"v":1,"blocks":[${parts.join(',')}]}`;
}

/* From the tree. */

function inline(items, marks, out, inNote) {
  for (const item of items ?? []) {
    const inside = (mark) => inline(item.text, mark.addToSet(marks), out, inNote);
    switch (item.t) {
      case 'text':
        if (item.s) out.push(schema.text(item.s, marks));
        break;
      case 'code':
        if (item.s) out.push(schema.text(item.s, M.code.create().addToSet(marks)));
        break;
      case 'break':
        out.push(N.hard_break.create(null, null, marks));
        break;
      case 'source_ref':
        out.push(N.source_ref.create({ n: item.n }));
        break;
      case 'note':
        if (inNote) inline(item.text, marks, out, true);
        else {
          const text = [];
          inline(item.text, [], text, true);
          out.push(N.note.create(null, Fragment.fromArray(joined(text))));
        }
        break;
      case 'link':
        inside(M.link.create({ href: item.href }));
        break;
      case 'lang':
        inside(M.lang.create({ lang: item.lang }));
        break;
      case 'strong':
      case 'emphasis':
      case 'sub':
      case 'sup':
        inside(M[item.t].create());
        break;
      default:
        throw new Error(`no inline: ${item.t}`);
    }
  }
  return out;
}

function joined(nodes) {
  const out = [];
  for (const node of nodes) {
    const last = out[out.length - 1];
    if (last?.isText && node.isText && last.sameMarkup(node)) out[out.length - 1] = schema.text(last.text + node.text, last.marks);
    else out.push(node);
  }
  return out;
}

/** The nodes of inlines that may stand in this type: marks and breaks that may not are made simpler. */
export function inlineNodes(items, type) {
  const nodes = inline(items, [], [], type === N.note).map((node) => {
    const marks = type.allowedMarks(node.marks);
    if (node.type === N.hard_break && !type.contentMatch.matchType(N.hard_break)) return schema.text(' ', marks);
    return node.mark(marks);
  });
  return joined(nodes);
}

const textNode = (type, items, attrs = null) => type.create(attrs, Fragment.fromArray(inlineNodes(items, type)));

function figure(p) {
  const { file = '', alt = '', credit = '', licence = '', source_type = '', described_by_caption = false, caption } = p;
  return N.figure.create({ file, alt, credit, licence, source_type, described_by_caption }, textNode(N.caption, caption));
}

/** Blocks that may stand in a node of this group; others are made of their words, pictures follow behind. */
function within(blocks, group, behind) {
  const out = [];
  for (const block of blocks ?? []) {
    for (const node of read(block, behind)) {
      if (node.type.isInGroup(group)) out.push(node);
      else if (node.isTextblock) out.push(textNode(N.paragraph, inlinesOf(node)));
      else if (node.type === N.quote) out.push(...children(node).slice(0, -1), textNode(N.paragraph, block.cite));
      else if (node.type !== N.rule) behind.push(node);
    }
  }
  return out.length ? out : [N.paragraph.create()];
}

/** The nodes of a block: one, and behind it what may not stand inside it. */
function read(block, behind) {
  switch (block.t) {
    case 'paragraph':
      return [textNode(N.paragraph, block.text, { lang: block.lang ?? null })];
    case 'crosshead':
      return [textNode(N.crosshead, block.text, { level: block.level === 3 ? 3 : 2 })];
    case 'list': {
      const items = block.items.map((item) => N.list_item.create(null, within(item, 'in_item', behind)));
      if (!items.length) return [];
      return [(block.ordered ? N.ordered_list : N.bullet_list).create(null, items)];
    }
    case 'quote':
      return [N.quote.create(null, [...within(block.blocks, 'in_quote', behind), textNode(N.cite, block.cite)])];
    case 'pull':
      return [N.pull.create(null, [textNode(N.pull_text, block.text), textNode(N.cite, block.cite)])];
    case 'figure':
      return [figure(block)];
    case 'gallery':
      return block.pictures.length ? [N.gallery.create(null, block.pictures.map(figure))] : [];
    case 'table': {
      const head = block.head.length ? [N.table_head.create(null, block.head.map((cell) => textNode(N.head_cell, cell)))] : [];
      const rows = block.rows.filter((row) => row.length).map((row) => N.table_row.create(null, row.map((cell) => textNode(N.cell, cell))));
      if (!rows.length) rows.push(N.table_row.create(null, (block.head.length ? block.head : [[]]).map(() => N.cell.create())));
      return [N.table.create(null, [textNode(N.caption, block.caption), ...head, ...rows])];
    }
    case 'aside':
      return [N.aside.create(null, [textNode(N.aside_title, block.title), ...within(block.blocks, 'in_aside', behind)])];
    case 'rule':
      return [N.rule.create()];
    case 'code':
      return [N.code_block.create({ lang: block.lang ?? null }, block.text ? schema.text(block.text) : null)];
    case 'embed':
      return [N.embed.create({ url: block.url, title: block.title })];
    case 'entry':
      return [N.entry.create({ at: block.at, title: block.title ?? '', by: block.by ?? [], key: block.key ?? false })];
    default:
      throw new Error(`no block: ${block.t}`);
  }
}

/** The top-level nodes of blocks. */
export function toNodes(blocks) {
  const out = [];
  for (const block of blocks) {
    const behind = [];
    out.push(...read(block, behind));
    while (behind.length) {
      const node = behind.shift();
      if (node.type.isInGroup('block')) out.push(node);
    }
  }
  return out;
}

/**
 * The document of a tree.
 * @param {Tree} tree
 */
export function toDoc(tree) {
  if (tree?.v !== 1 || !Array.isArray(tree.blocks)) throw new Error('not a body of version 1');
  const nodes = toNodes(tree.blocks);
  const doc = N.doc.create(null, nodes.length ? nodes : [N.paragraph.create()]);
  doc.check();
  return doc;
}
