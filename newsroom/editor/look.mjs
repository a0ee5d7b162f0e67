/** `npm run look FOLDER`: pictures of the editor, telephone and desk, light and dark. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SAMPLE, newsroom } from './serve.mjs';
import { browser } from './webdriver.mjs';

const folder = process.argv[2] ?? 'pictures';
const findings = [
  { code: 'figure.source', severity: 'block', field: 'body', paragraph: 4, start: 25, end: 44, excerpt: '3,2 milioni di euro', message: 'La cifra non coincide con la fonte 2', why: 'Nel testo 3,2 milioni, nella determina 2,3.', remedy: 'Controlla la determina.' },
  { code: 'name.archive', severity: 'warning', field: 'body', paragraph: 1, start: 54, end: 61, excerpt: 'Cordari', message: '«Cordari» qui, «Cordai» nell’archivio', remedy: 'Correggi o lascia.', fix: { replace: 'Cordai' } },
  { code: 'headline.long', severity: 'warning', field: 'headline', paragraph: null, start: 0, end: 0, excerpt: '', message: 'Il titolo è lungo', remedy: 'Accorcialo.', fix: { focus: 'headline' } },
];
const { server, world } = newsroom({ tree: SAMPLE, findings });
world.others = [{ name: 'Teresa', writing: true, since: '18.40' }];
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
const page = await browser();
const atEnd = async () => {
  await page.run("const s = getSelection(); const p = [...document.querySelectorAll('.ed-text > p')].at(-1); document.querySelector('.ed-text').focus(); s.selectAllChildren(p); s.collapseToEnd();");
  await page.wait('await new Promise((r) => setTimeout(r, 250))');
};
await mkdir(folder, { recursive: true });
try {
  for (const width of [390, 1280]) {
    for (const dark of [false, true]) {
      await page.size(width);
      await page.dark(dark);
      await page.open(url);
      await page.until("document.querySelector('.ed-text')");
      await page.until("document.querySelector('#others').textContent");
      const name = (what) => path.join(folder, `${what}-${width}${dark ? '-dark' : ''}.png`);
      await writeFile(name('text'), await page.shot());
      if (dark) continue;
      await atEnd();
      await page.press('Enter');
      await page.type('/');
      await page.until("!document.querySelector('.slash').hidden");
      await writeFile(name('slash'), await page.shot(false));
      await page.press('Escape');
      await page.press('Backspace');
      await page.press('Backspace');
      await page.press('Control', 'h');
      await page.type('lenza');
      await writeFile(name('find'), await page.shot(false));
      await page.press('Escape');
      for (const [label, what] of [['Foto', 'pictures'], ['Collegamento', 'link'], ['Fonte', 'sources']]) {
        await page.run(`document.querySelector('.ed-bar [aria-label=${label}]').click()`);
        await page.until("Boolean(document.querySelector('dialog[open]'))");
        await page.wait('await new Promise((r) => setTimeout(r, 300))');
        await writeFile(name(what), await page.shot(false));
        await page.press('Escape');
        await page.until("!document.querySelector('dialog')");
      }
      await page.run("document.querySelector('.ed-bar [aria-label=Inserisci]').click()");
      await writeFile(name('menu'), await page.shot(false));
      await page.press('Escape');
      await atEnd();
      world.revisions.push({ ...world.revisions.at(-1), tree: { v: 1, blocks: world.revisions.at(-1).tree.blocks.map((b, i) => (i === 12 ? { t: 'paragraph', text: [{ t: 'text', s: 'La Regione ha risposto a Teresa.' }] } : b)) } });
      await page.type(' E allora?');
      await page.until("document.querySelectorAll('.clash-item').length === 1", 'a clash');
      await page.run("document.getElementById('conflicts').scrollIntoView()");
      await writeFile(name('clash'), await page.shot(false));
      world.mode = 'down';
      await page.run("[...document.querySelectorAll('.clash-item button')][0].click()");
      await page.until("document.querySelector('.ed-notice').textContent.includes('rete')");
      await page.run("document.querySelector('.ed-notice').scrollIntoView({block: 'center'})");
      await writeFile(name('offline'), await page.shot(false));
      world.mode = 'ok';
      await page.run("window.dispatchEvent(new Event('online'))");
      await page.until("document.getElementById('saved').dataset.state === 'saved'");
    }
  }
} finally {
  await page.quit();
  server.close();
}
