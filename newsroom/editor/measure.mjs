/**
 * `npm run measure`: how long a key takes at 5,000 words, with findings and matches marked, on a processor slowed
 * down four times. From the key to the next frame, the script's own part of it, and, beside it in the same run, what
 * the same key takes in a bare field of the same words, without any script: what the browser and the driving of it cost.
 */
import { newsroom } from './serve.mjs';
import { browser } from './webdriver.mjs';

const WORDS = 5_000;
const KEYS = 200;
const SLOWER = Number(process.env.SLOWER ?? 4);

const word = (i) => ['argine', 'piena', 'Lenza', 'vasca', 'perché', 'milioni', 'il', 'di', 'quartiere', 'notte'][(i * 7 + (i >> 3)) % 10];
const blocks = [];
for (let i = 0, n = 0; n < WORDS; i++) {
  if (i % 12 === 11) blocks.push({ t: 'crosshead', level: 2, text: [{ t: 'text', s: 'I soldi che mancano' }] });
  const words = Array.from({ length: 60 }, (_, j) => word(n + j)).join(' ');
  n += 60;
  blocks.push({ t: 'paragraph', text: [{ t: 'text', s: `${words} ` }, { t: 'strong', text: [{ t: 'text', s: 'forte' }] }, { t: 'text', s: '.' }, { t: 'source_ref', n: 1 }] });
}
const findings = Array.from({ length: 60 }, (_, i) => ({ code: `c${i}`, severity: i % 5 ? 'warning' : 'block', field: 'body', paragraph: i + 1, start: 0, end: 4, excerpt: '', message: 'Da guardare', why: 'Perché sì.', remedy: 'Correggi.' }));
const { server } = newsroom({ tree: { v: 1, blocks }, findings });
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const page = await browser();
/** Seconds of processor time the page has spent so far, by the browser's own account. */
async function spent() {
  const { metrics } = await page.cdp('Performance.getMetrics');
  const wanted = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration', 'TaskDuration'];
  return Object.fromEntries(metrics.filter(({ name }) => wanted.includes(name)).map(({ name, value }) => [name, value]));
}

/** Types the keys where the caret is. Says what the page spent on each, milliseconds by name. */
async function typed() {
  const before = await spent();
  for (let i = 0; i < KEYS; i++) {
    await page.type('abcde '[i % 6]);
    await page.wait('await new Promise((r) => setTimeout(r, 20))');
  }
  await page.wait('await new Promise((r) => setTimeout(r, 1500))');
  const after = await spent();
  return Object.fromEntries(Object.keys(after).map((name) => [name, ((after[name] - before[name]) * 1000) / KEYS]));
}

/** What a key takes in a field without script, of the same words. */
async function bare() {
  const words = (text) => text.map((one) => one.s ?? one.text?.map(({ s }) => s).join('') ?? '').join('');
  const field = blocks.map((block) => `<p>${words(block.text)}</p>`).join('');
  await page.open(`data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><title>bare</title><div contenteditable style="font:18px serif;max-width:43rem">${field}</div>`)}`);
  await page.run("const p = document.querySelectorAll('p')[42]; document.querySelector('div').focus(); getSelection().collapse(p.firstChild, 20)");
  return typed();
}

try {
  // Time on the processor, so that what else the machine does counts for nothing.
  await page.cdp('Performance.enable', { timeDomain: 'threadTicks' });
  await page.open(`http://127.0.0.1:${server.address().port}/`);
  await page.until('Boolean(window.editor)');
  await page.cdp('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  for (const [where, index, find] of [['at the beginning', 0, false], ['in the middle', 42, false], ['in the middle, all «il» found', 42, true]]) {
    if (find) {
      await page.run("document.querySelector('.ed-text').focus()");
      await page.press('Control', 'f');
      await page.type('il');
      await page.wait('await new Promise((r) => setTimeout(r, 1500))');
    }
    await page.run(
      `const p = document.querySelectorAll('.ed-text > p')[arguments[0]]; document.querySelector('.ed-text').focus(); const s = getSelection(); s.collapse([...p.childNodes].find((n) => n.nodeType === 3 && n.length > 40) ?? p.lastChild, 20);
       window.took = []; window.script = [];
       const { view } = window.editor;
       if (!window.measured) {
         window.measured = true;
         const own = window.editor.dispatch.bind(window.editor);
         view.setProps({ dispatchTransaction: (tr) => { const t = performance.now(); own(tr); if (tr.docChanged) window.script.push(performance.now() - t); } });
         document.addEventListener('keydown', (event) => { if (event.key.length === 1) { const t = event.timeStamp; requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => window.took.push(performance.now() - t); c.port2.postMessage(0); }); } }, true);
       }`,
      index,
    );
    await page.wait('await new Promise((r) => setTimeout(r, 500))');
    const each = await typed();
    const { took, script } = await page.run('return { took: window.took, script: window.script }');
    const at = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))]?.toFixed(1);
    console.log(`${where}: ${took.length} keys; key to frame p50 ${at(took, 0.5)} p95 ${at(took, 0.95)} max ${at(took, 1)} ms; script p50 ${at(script, 0.5)} p95 ${at(script, 0.95)} max ${at(script, 1)} ms`);
    console.log(`   per key, all the page did in its name, saving included: script ${each.ScriptDuration.toFixed(1)}, style ${each.RecalcStyleDuration.toFixed(1)}, layout ${each.LayoutDuration.toFixed(1)}, all tasks ${each.TaskDuration.toFixed(1)} ms`);
  }
  const each = await bare();
  console.log(`a bare field of the same words, in the middle: layout ${each.LayoutDuration.toFixed(1)}, all tasks ${each.TaskDuration.toFixed(1)} ms per key`);
} finally {
  await page.quit();
  server.closeAllConnections();
  server.close();
}
