/**
 * Bringing into the document what somebody else wrote, with as little movement as possible.
 *
 * Blocks are compared in canonical form, so that a space just typed or an empty paragraph the caret stands in,
 * which the server does not keep, count for nothing. In a paragraph that differs only the stretch between what
 * is equal at its beginning and at its end is replaced.
 */
import { Fragment, Slice } from 'prosemirror-model';
import { canonicalBlock } from './canonical.js';
import { blockOf, toNodes } from './tree.js';

/** Most pairs of blocks compared one by one; beyond it the whole stretch is taken as changed. */
const PAIRS_MAX = 4_000_000;

const keys = new WeakMap();

/** What a top-level node says, or '' if the server would keep nothing of it. */
export function keyOf(node) {
  if (!keys.has(node)) {
    const block = blockOf(node);
    const settled = block ? canonicalBlock(block) : [];
    keys.set(node, settled.length ? JSON.stringify(settled) : '');
  }
  return keys.get(node);
}

/** Top-level nodes with their positions, those of which the server keeps nothing left out. */
export function saidBlocks(doc) {
  const out = [];
  doc.forEach((node, pos) => {
    if (keyOf(node)) out.push({ node, pos, end: pos + node.nodeSize, key: keyOf(node) });
  });
  return out;
}

/** Stretches that differ: `[a, b)` of one, `[c, d)` of the other. */
export function stretches(ours, theirs) {
  let start = 0;
  while (start < ours.length && start < theirs.length && ours[start] === theirs[start]) start++;
  let a = ours.length;
  let b = theirs.length;
  while (a > start && b > start && ours[a - 1] === theirs[b - 1]) [a, b] = [a - 1, b - 1];
  const n = a - start;
  const m = b - start;
  if (!n && !m) return [];
  if (!n || !m || n * m > PAIRS_MAX) return [[start, a, start, b]];
  const table = Array.from({ length: n + 1 }, () => new Uint32Array(m + 1));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      table[i][j] = ours[start + i] === theirs[start + j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  const out = [];
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    if (i < n && j < m && ours[start + i] === theirs[start + j]) {
      [i, j] = [i + 1, j + 1];
      continue;
    }
    const [from, to] = [i, j];
    while ((i < n || j < m) && !(i < n && j < m && ours[start + i] === theirs[start + j])) {
      if (j >= m || (i < n && table[i + 1][j] >= table[i][j + 1])) i++;
      else j++;
    }
    out.push([start + from, start + i, start + to, start + j]);
  }
  return out;
}

/**
 * What has to be replaced in `doc` so that it says what `blocks` say.
 * @param {import('prosemirror-model').Node} doc
 * @param {object[]} blocks
 * @returns {{from: number, to: number, slice: Slice}[]} in reading order, without overlaps
 */
export function changes(doc, blocks) {
  const ours = saidBlocks(doc);
  const theirs = toNodes(blocks).filter((node) => keyOf(node));
  const out = [];
  for (const [a, b, c, d] of stretches(ours.map((o) => o.key), theirs.map(keyOf))) {
    const paired = Math.min(b - a, d - c);
    let i = 0;
    for (; i < paired; i++) out.push(...within(ours[a + i].node, theirs[c + i], ours[a + i].pos));
    for (let k = i; k < b - a; k++) out.push({ from: ours[a + k].pos, to: ours[a + k].end, slice: Slice.empty });
    const more = theirs.slice(c + i, d);
    if (more.length) {
      const at = b > 0 ? ours[b - 1].end : ours.length ? ours[0].pos : 0;
      out.push({ from: at, to: at, slice: new Slice(Fragment.fromArray(more), 0, 0) });
    }
  }
  return out;
}

/** What differs inside a block that is one on both sides. */
function within(ours, theirs, pos) {
  if (ours.eq(theirs)) return [];
  const whole = [{ from: pos, to: pos + ours.nodeSize, slice: new Slice(Fragment.from(theirs), 0, 0) }];
  if (!ours.sameMarkup(theirs)) return whole;
  if (ours.isTextblock) return inText(ours, theirs, pos + 1);
  if (ours.childCount !== theirs.childCount) return whole;
  const out = [];
  ours.forEach((child, offset, index) => out.push(...within(child, theirs.child(index), pos + 1 + offset)));
  return out;
}

/** The one stretch in which two texts differ; a note in which they differ is taken whole. */
function inText(ours, theirs, base) {
  let start = ours.content.findDiffStart(theirs.content);
  let { a, b } = ours.content.findDiffEnd(theirs.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  const out = (node, at, side) => {
    const place = node.resolve(at);
    return place.depth ? place[side](1) : at;
  };
  const first = Math.min(out(ours, start, 'before'), out(theirs, start, 'before'));
  start = first;
  a = out(ours, a, 'after');
  b = out(theirs, b, 'after');
  return [{ from: base + start, to: base + a, slice: theirs.slice(start, b) }];
}

/**
 * Brings `blocks` into the text.
 *
 * `sent` is the text as it was when the server was asked, `since` maps its places to those of today's text. What
 * was typed meanwhile stays; where both touched the same place, nothing is done and the place is told.
 * @param {import('prosemirror-state').Transaction} tr
 * @param {import('prosemirror-model').Node} sent
 * @param {import('prosemirror-transform').Mappable} since
 * @param {object[]} blocks
 * @returns {{from: number, to: number, slice: Slice}[]} changes that clash with what was typed meanwhile
 */
export function bring(tr, sent, since, blocks) {
  const clashes = [];
  for (const change of changes(sent, blocks).reverse()) {
    const from = since.mapResult(change.from, change.to > change.from ? 1 : -1);
    const to = since.mapResult(change.to, -1);
    const grown = to.pos - from.pos !== change.to - change.from;
    if (change.to > change.from && (grown || from.deletedAcross || to.deletedAcross)) {
      clashes.push(change);
      continue;
    }
    const end = Math.max(from.pos, to.pos);
    try {
      tr.replace(from.pos, change.to > change.from ? end : from.pos, change.slice);
    } catch {
      clashes.push(change);
    }
  }
  return clashes;
}
