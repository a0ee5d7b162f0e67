/**
 * The text as a row of numbered passages, as `markup/src/passages.rs` counts them: every text-bearing block in
 * reading order (paragraph, crosshead, item, caption, table row, …), those without a word and without a reference
 * left out. Characters are Unicode scalar values; notes and reference numbers are no words, a break is `\n`,
 * the cells of a row are divided by a tab.
 */
import { schema } from './schema.js';

const N = schema.nodes;

/**
 * @typedef {object} Passage
 * @property {number} number from {@link FIRST}
 * @property {string} text
 * @property {{pos: number, at: number, text: string}[]} parts where runs of `text` stand in the document
 * @property {number} block position of the top-level block
 */

/** What the server calls the first passage: `Place.paragraph` of the gate counts from 1. */
export const FIRST = 1;

function read(node, pos, parts, at) {
  node.forEach((child, offset) => {
    const text = child.isText ? child.text : child.type === N.hard_break ? '\n' : '';
    if (!text) return;
    parts.push({ pos: pos + 1 + offset, at, text });
    at += text.length;
  });
  return at;
}

const hasReference = (node) => {
  let found = false;
  node.forEach((child) => {
    found ||= child.type === N.source_ref;
  });
  return found;
};

/** @returns {Passage[]} */
export function passages(doc) {
  const out = [];
  let block = 0;
  const add = (nodes) => {
    const parts = [];
    let at = 0;
    nodes.forEach(([node, pos], index) => {
      if (index) parts.push({ pos: -1, at: at++, text: '\t' });
      at = read(node, pos, parts, at);
    });
    const text = parts.map((part) => part.text).join('');
    const empty = nodes.length > 1 ? !text.trim() : !text && !nodes.some(([node]) => hasReference(node));
    if (!empty) out.push({ number: FIRST + out.length, text, parts, block });
  };
  const walk = (node, pos) => {
    if (node.type === N.cite) return;
    if (node.type === N.entry && node.attrs.title) {
      out.push({ number: FIRST + out.length, text: node.attrs.title, parts: [], block });
      return;
    }
    if (node.type === N.table_row || node.type === N.table_head) {
      const cells = [];
      node.forEach((cell, offset) => cells.push([cell, pos + 1 + offset]));
      add(cells);
    } else if (node.isTextblock) add([[node, pos]]);
    else node.forEach((child, offset) => walk(child, pos + 1 + offset));
  };
  doc.forEach((node, offset) => {
    block = offset;
    walk(node, offset);
  });
  return out;
}

/** Code units before the character of this number. */
function units(text, chars) {
  let at = 0;
  for (const c of text) {
    if (!chars--) break;
    at += c.length;
  }
  return at;
}

/** The place in the document of code units `from`–`to` of a passage. */
export function rangeIn(passage, from, to) {
  const place = (at, end) => {
    for (const part of passage.parts) {
      const inside = end ? at > part.at && at <= part.at + part.text.length : at >= part.at && at < part.at + part.text.length;
      if (inside && part.pos >= 0) return part.pos + at - part.at;
    }
    return null;
  };
  const start = place(from, false);
  const end = place(to, true);
  return start === null || end === null || end <= start ? null : { from: start, to: end };
}

/**
 * Where a finding stands in the document: the one place that knows how the server numbers the text.
 *
 * The text may have gone on while the answer was under way, so the words themselves decide: if the excerpt does
 * not stand where it is said to, the nearest passage that holds it is taken.
 * @param {Passage[]} list
 * @param {{paragraph: number | null, start: number, end: number, excerpt?: string}} finding
 * @returns {{from: number, to: number, block: number} | null}
 */
export function locate(list, finding) {
  if (finding.paragraph === null || finding.paragraph === undefined) return null;
  const wanted = finding.paragraph - FIRST;
  const here = list[wanted];
  const given = here && [units(here.text, finding.start), units(here.text, finding.end)];
  const excerpt = finding.excerpt ?? '';
  if (here && (!excerpt || here.text.slice(...given) === excerpt)) {
    const range = rangeIn(here, ...given) ?? rangeIn(here, 0, here.text.length);
    return range && { ...range, block: here.block };
  }
  const near = list
    .map((passage, index) => ({ passage, far: Math.abs(index - wanted), at: excerpt ? passage.text.indexOf(excerpt) : -1 }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.far - b.far)[0];
  if (!near) return null;
  const range = rangeIn(near.passage, near.at, near.at + excerpt.length);
  return range && { ...range, block: near.passage.block };
}
