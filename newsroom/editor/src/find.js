/** Finding words in the text, with or without their accents and capital letters. */
import { schema } from './schema.js';

/** Most places marked; more are counted as «and more». */
export const FOUND_MAX = 2000;

/**
 * The text without accents and capitals, and for each of its code units the place in the original.
 * @param {string} text
 * @param {boolean} loose leave accents out of account
 */
export function fold(text, loose) {
  let out = '';
  const places = [];
  let at = 0;
  for (const c of text) {
    let plain = c.toLowerCase();
    if (loose) plain = plain.normalize('NFD').replace(/\p{M}/gu, '');
    if (c === '’' || c === '‘') plain = "'";
    else if (/[«»“”]/.test(c)) plain = '"';
    for (let i = 0; i < plain.length; i++) places.push(at);
    out += plain;
    at += c.length;
  }
  places.push(at);
  return { text: out, places };
}

const OBJECT = '\ufffc';

/** The code units of a textblock, one for each place in it. */
export function unitsOf(node) {
  let text = '';
  node.forEach((child) => {
    if (child.isText) text += child.text;
    else if (child.type === schema.nodes.hard_break) text += '\n';
    else text += OBJECT.repeat(child.nodeSize);
  });
  return text;
}

/**
 * Where the words stand.
 * @param {import('prosemirror-model').Node} doc
 * @param {string} query
 * @param {{loose?: boolean}} [options]
 * @returns {{from: number, to: number}[]}
 */
export function find(doc, query, { loose = false } = {}) {
  const wanted = fold(query, loose).text;
  const out = [];
  if (!wanted) return out;
  doc.descendants((node, pos) => {
    if (out.length >= FOUND_MAX) return false;
    const isText = node.isTextblock || node.type === schema.nodes.note;
    if (!isText) return true;
    const { text, places } = fold(unitsOf(node), loose);
    for (let at = text.indexOf(wanted); at >= 0 && out.length < FOUND_MAX; at = text.indexOf(wanted, at + wanted.length)) {
      // An accent taken off stands on the same letter: the letter is taken whole.
      const to = places[at + wanted.length];
      if (to > places[at]) out.push({ from: pos + 1 + places[at], to: pos + 1 + to });
    }
    return node.isTextblock;
  });
  return out.sort((a, b) => a.from - b.from);
}

/**
 * Puts other words in all these places, in one step that is undone at once; marks of the words replaced stay.
 * @param {import('prosemirror-state').Transaction} tr
 * @param {{from: number, to: number}[]} places in reading order
 */
export function replaceAll(tr, places, words) {
  for (const { from, to } of [...places].reverse()) {
    const marks = tr.doc.resolve(from).marksAcross(tr.doc.resolve(to)) ?? [];
    if (words) tr.replaceWith(from, to, schema.text(words, marks));
    else tr.delete(from, to);
  }
  return tr;
}
