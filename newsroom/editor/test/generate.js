/** Random trees in canonical form, from a seed. */
import { canonical } from '../src/canonical.js';

export function chance(seed) {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const upTo = (n) => Math.floor(next() * n);
  return { next, upTo, of: (list) => list[upTo(list.length)], yes: (p = 0.5) => next() < p };
}

const WORDS = ['Lenza', 'è', 'l’argine', '3,2 milioni', '«vasca»', 'Zoë', '🌊', 'a b', 'perché', '…', '10\u00a0km', 'x'];

function inlines(c, depth = 0, inNote = false) {
  return Array.from({ length: 1 + c.upTo(4) }, () => {
    const inner = () => inlines(c, depth + 1, inNote);
    const kind = depth > 3 ? c.upTo(3) : c.upTo(13);
    switch (kind) {
      case 3: return { t: 'strong', text: inner() };
      case 4: return { t: 'emphasis', text: inner() };
      case 5: return { t: 'link', href: c.of(['https://example.org/a', '/cronaca/', 'mailto:a@example.org']), text: inner() };
      case 6: return { t: 'code', s: c.of(['a = 1', 'cargo run']) };
      case 7: return { t: 'lang', lang: c.of(['en', 'fr', 'la']), text: inner() };
      case 8: return { t: c.of(['sub', 'sup']), text: inner() };
      case 9: return inNote ? { t: 'text', s: 'n' } : { t: 'note', text: inlines(c, depth + 2, true) };
      case 10: return { t: 'source_ref', n: 1 + c.upTo(9) };
      case 11: return { t: 'break' };
      default: return { t: 'text', s: `${c.yes() ? ' ' : ''}${c.of(WORDS)}${c.yes() ? ' ' : ''}` };
    }
  });
}

const picture = (c) => ({
  file: `id-${c.upTo(99)}`,
  alt: c.yes() ? 'Un prato' : '',
  described_by_caption: c.yes(),
  caption: c.yes() ? inlines(c) : [],
  credit: c.yes() ? 'Lea Moranti' : '',
  licence: c.yes() ? 'CC BY 4.0' : '',
  source_type: c.yes(0.2) ? 'digitalCapture' : '',
});

function block(c, depth = 0) {
  const many = () => Array.from({ length: 1 + c.upTo(3) }, () => block(c, depth + 1));
  switch (depth > 3 ? 0 : c.upTo(15)) {
    case 1: return { t: 'crosshead', level: 2 + c.upTo(2), text: inlines(c) };
    case 2:
    case 3: return { t: 'list', ordered: c.yes(), items: Array.from({ length: 1 + c.upTo(3) }, many) };
    case 4: return { t: 'quote', blocks: many(), cite: c.yes() ? inlines(c) : [] };
    case 5: return { t: 'pull', text: inlines(c), cite: c.yes() ? inlines(c) : [] };
    case 6: return { t: 'figure', ...picture(c) };
    case 7: return { t: 'gallery', pictures: Array.from({ length: 1 + c.upTo(3) }, () => picture(c)) };
    case 8: {
      const cell = () => (c.yes(0.8) ? inlines(c, 2) : []);
      const row = () => Array.from({ length: 1 + c.upTo(4) }, cell);
      return { t: 'table', caption: c.yes() ? inlines(c) : [], head: c.yes() ? row() : [], rows: Array.from({ length: c.upTo(4) }, row) };
    }
    case 9: return { t: 'aside', title: c.yes() ? inlines(c) : [], blocks: many() };
    case 10: return { t: 'rule' };
    case 11: return { t: 'code', text: c.of(['a\n\n  b', 'fn main() {}']), ...(c.yes() ? { lang: 'rust' } : {}) };
    case 13: return { t: 'entry', at: '2026-11-23T14:32:00+01:00', title: 'Chiuso il ponte', by: ['Ines'], key: true };
    case 12: return { t: 'embed', url: 'https://example.org/v/1', title: 'Un video' };
    default: return { t: 'paragraph', text: inlines(c), ...(c.yes(0.2) ? { lang: 'en' } : {}) };
  }
}

/** Anything, in any place. */
export function wildTree(c) {
  return { v: 1, blocks: Array.from({ length: c.upTo(8) }, () => block(c)) };
}

export const legalTree = (c) => ({ v: 1, blocks: canonical(wildTree(c).blocks) });
