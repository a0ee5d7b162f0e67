/** Who else has the text open. */
import { h } from './dom.js';
import { json } from './dialogs.js';
import { t } from './words.js';

const EVERY_MS = 15_000;

/**
 * @param {string} url
 * @param {HTMLElement} box
 * @param {() => boolean} isWriting whether something was typed since the last time
 */
export function presence(url, box, isWriting) {
  let shown = '';
  const ask = async () => {
    if (document.hidden) return;
    const answer = await json(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ writing: isWriting() }) });
    if (!Array.isArray(answer?.others)) return;
    const texts = answer.others.map(({ name, writing, since }) => t(writing ? 'other-writing' : 'other-here', { name, since }));
    if (texts.join() === shown) return;
    shown = texts.join();
    box.replaceChildren(...answer.others.map(({ writing }, index) => h('span', { class: writing ? 'chip hot' : 'chip' }, texts[index])));
  };
  ask();
  setInterval(ask, EVERY_MS);
  document.addEventListener('visibilitychange', ask);
}
