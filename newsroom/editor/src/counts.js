/** Words, characters and minutes of the text. */
import { h } from './dom.js';
import { number, t } from './words.js';

/** Words a minute, as the server reckons reading time. */
export const WORDS_A_MINUTE = 220;
const AFTER_MS = 400;

const kept = new WeakMap();

/** Counted once for each block that stays as it is; notes and code are no words of the text. */
function countOf(node) {
  if (kept.has(node)) return kept.get(node);
  let words = 0;
  let chars = 0;
  if (node.type.name === 'code_block' || node.type.name === 'note') {
    // Not read as text.
  } else if (node.isTextblock) {
    let text = '';
    node.forEach((child) => {
      text += child.isText ? child.text : child.type.name === 'hard_break' ? '\n' : '';
    });
    words = (text.match(/[\p{L}\p{N}]+(?:[.,:’'][\p{L}\p{N}]+)*/gu) ?? []).length;
    chars = [...text].length;
  } else {
    node.forEach((child) => {
      const inner = countOf(child);
      words += inner.words;
      chars += inner.chars;
    });
  }
  const out = { words, chars };
  kept.set(node, out);
  return out;
}

export const count = (doc) => countOf(doc);

/** @param {HTMLElement | null} box */
export function counts(box, lang) {
  if (!box) return () => {};
  const place = box.querySelector('[data-counts]') ?? box.insertBefore(h('span', { 'data-counts': true, class: 'row' }), box.firstChild);
  const spans = ['words', 'chars', 'minutes'].map(() => h('span', { class: 'num' }));
  place.replaceChildren(...spans);
  let timer = null;
  let latest;
  const draw = () => {
    timer = null;
    const { words, chars } = count(latest);
    spans[0].textContent = t('words', { n: number(words, lang) });
    spans[1].textContent = t('chars', { n: number(chars, lang) });
    spans[2].textContent = t('minutes', { n: Math.max(1, Math.round(words / WORDS_A_MINUTE)) });
  };
  return (doc, now = false) => {
    latest = doc;
    if (now) draw();
    else timer ??= setTimeout(draw, AFTER_MS);
  };
}
