/**
 * `npm run behave`: the editor in Chromium, against the stub newsroom: what a test without a browser cannot see.
 * Each case opens the page anew.
 */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { SAMPLE, newsroom } from './serve.mjs';
import { browser } from './webdriver.mjs';

const only = process.argv[2];
const page = await browser();
const p = (s) => ({ t: 'paragraph', text: [{ t: 'text', s }] });
const body = (...blocks) => ({ v: 1, blocks });
let failed = 0;

/** One stub newsroom at one address, so that what the browser keeps belongs to one case. */
async function situation(tree, options = {}) {
  const room = newsroom({ tree, ...options });
  await new Promise((resolve) => room.server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${room.server.address().port}/`;
  const open = async () => {
    await page.open(url);
    await page.until("document.querySelector('.ed-text')", 'the editor');
    await page.until('Boolean(window.editor)', 'the editor is ready');
  };
  await open();
  const now = () => room.world.revisions.at(-1);
  return { ...room, url, open, now, saved: () => page.until("document.getElementById('saved').dataset.state === 'saved'", 'saved') };
}

const caret = async (selector, end = true) => {
  await page.run(
    `const e = document.querySelector(arguments[0]); const s = getSelection(); document.querySelector('.ed-text').focus(); s.selectAllChildren(e); arguments[1] ? s.collapseToEnd() : s.collapseToStart();`,
    selector,
    end,
  );
  await page.wait('await new Promise((r) => setTimeout(r, 30))');
};
const select = async (selector) => {
  await page.run(`const e = document.querySelector(arguments[0]); document.querySelector('.ed-text').focus(); getSelection().selectAllChildren(e);`, selector);
  await page.wait('await new Promise((r) => setTimeout(r, 30))');
};
const text = (selector = '.ed-text') => page.run('return document.querySelector(arguments[0]).innerText', selector);

const cases = {
  async 'signs, accents and Markdown as one types, taken back at once'() {
    const room = await situation(body());
    await page.run("document.querySelector('.ed-text').focus()");
    await page.type('"E\' vero", disse l\'uomo...');
    assert.equal(await text('.ed-text p'), '«È vero», disse l’uomo…');
    await page.press('Backspace');
    assert.equal(await text('.ed-text p'), '«È vero», disse l’uomo...');
    await page.press('Enter');
    await page.type('## I soldi');
    await page.press('Enter');
    await page.type('- uno');
    await page.press('Enter');
    await page.type('due');
    await page.press('Enter');
    await page.press('Enter');
    await page.type('**forte** e `codice` qui');
    await page.press('Control', 's');
    await room.saved();
    assert.deepEqual(room.now().tree.blocks, [
      p('«È vero», disse l’uomo...'),
      { t: 'crosshead', level: 2, text: [{ t: 'text', s: 'I soldi' }] },
      { t: 'list', ordered: false, items: [[p('uno')], [p('due')]] },
      { t: 'paragraph', text: [{ t: 'strong', text: [{ t: 'text', s: 'forte' }] }, { t: 'text', s: ' e ' }, { t: 'code', s: 'codice' }, { t: 'text', s: ' qui' }] },
    ]);
    return room;
  },

  async 'the whole sample comes back as it was'() {
    const room = await situation(SAMPLE);
    await caret('.ed-text > p:last-child');
    await page.type('x');
    await page.press('Backspace');
    await page.press('Control', 's');
    await page.until("document.getElementById('saved').textContent.includes('18.46')");
    assert.deepEqual(room.now().tree, SAMPLE);
    return room;
  },

  async 'the slash menu puts in a box, a pull quote, a table'() {
    const room = await situation(body(p('Uno')));
    await caret('.ed-text p');
    await page.press('Enter');
    await page.type('/sche');
    await page.until("!document.querySelector('.slash').hidden");
    assert.equal(await page.run("return document.querySelector('.ed-text').getAttribute('aria-activedescendant')"), 'ed-slash-0');
    await page.press('Enter');
    await page.type('La scheda');
    await page.press('Enter');
    await page.type('dentro');
    await caret('.ed-text > p:last-child');
    await page.type('/tab');
    await page.press('Enter');
    await page.type('Costi');
    await page.press('Down');
    await page.type('Anno');
    await page.press('Tab');
    await page.type('Euro');
    await page.press('Tab');
    await page.type('2023');
    await page.press('Tab');
    await page.type('9,1');
    await page.press('Control', 's');
    await room.saved();
    assert.deepEqual(room.now().tree.blocks.slice(1), [
      { t: 'aside', title: [{ t: 'text', s: 'La scheda' }], blocks: [p('dentro')] },
      { t: 'table', caption: [{ t: 'text', s: 'Costi' }], head: [[{ t: 'text', s: 'Anno' }], [{ t: 'text', s: 'Euro' }]], rows: [[[{ t: 'text', s: '2023' }], [{ t: 'text', s: '9,1' }]]] },
    ]);
    return room;
  },

  async 'a note is written where it stands, a source by its number, a link found by words'() {
    const room = await situation(body(p('Il ponte')));
    await caret('.ed-text p');
    await page.press('Control', 'Shift', 'm');
    await page.until("document.querySelector('.note-text')");
    await page.until("document.activeElement.classList.contains('note-text')", 'the note has the focus');
    await page.type('Visto oggi');
    await page.press('Enter');
    await page.type(' crolla.');
    await page.press('Control', 'Shift', 'f');
    await page.until("document.querySelector('dialog[open]')");
    await page.press('Tab');
    await page.press('Enter');
    await page.until("!document.querySelector('dialog')");
    // For 200 ms after it got the focus the text takes its caret back from a browser that puts it at the beginning.
    await page.wait('await new Promise((r) => setTimeout(r, 250))');
    await page.press('Home');
    await page.press('Shift', 'Right');
    await page.press('Shift', 'Right');
    // Faster than any hand: the browser tells of a selection a moment after the key.
    await page.until('!window.editor.view.state.selection.empty');
    await page.press('Control', 'k');
    await page.until("document.querySelector('dialog[open]')");
    await page.type('ponte');
    await page.until("document.querySelector('[role=option]')");
    await page.press('Down');
    await page.press('Enter');
    await page.press('Enter');
    await page.until("!document.querySelector('dialog')");
    await page.press('Control', 's');
    await room.saved();
    assert.deepEqual(room.now().tree.blocks[0].text, [
      { t: 'link', href: '/cronaca/il-ponte', text: [{ t: 'text', s: 'Il' }] },
      { t: 'text', s: ' ponte' },
      { t: 'note', text: [{ t: 'text', s: 'Visto oggi' }] },
      { t: 'text', s: ' crolla.' },
      { t: 'source_ref', n: 2 },
    ]);
    return room;
  },

  async 'a picture is chosen, and asks for its description'() {
    const room = await situation(body(p('Uno')));
    await caret('.ed-text p');
    await page.press('Enter');
    await page.type('/foto');
    await page.press('Enter');
    await page.until("document.querySelector('.ed-pictures button')");
    await page.run("document.querySelector('.ed-pictures button').click()");
    await page.until("document.querySelector('.pic.undescribed')");
    await page.run("document.querySelector('.pic textarea').focus()");
    await page.type('Un ponte di pietra');
    await page.press('Control', 's');
    await room.saved();
    assert.deepEqual(room.now().tree.blocks[1], { t: 'figure', file: 'ponte', alt: 'Un ponte di pietra', caption: [{ t: 'text', s: 'Ponte Vecchio al tramonto' }], credit: 'Lea Moranti' });
    assert.equal(await page.run("return document.querySelector('.pic').classList.contains('undescribed')"), false);
    return room;
  },

  async 'without a network the text stays, survives a crash, and is sent when the network is back'() {
    const room = await situation(body(p('Uno')));
    room.world.mode = 'down';
    await caret('.ed-text p');
    await page.type(' due');
    await page.until("/fuori rete dalle \\d\\d\\.\\d\\d/i.test(document.querySelector('.ed-notice').textContent)", 'the notice');
    await page.type(' tre');
    await page.wait('await new Promise((r) => setTimeout(r, 250))');
    // A crash: nothing of the page gets to say goodbye.
    await page.run("window.stop(); for (const t of ['pagehide', 'visibilitychange']) window.addEventListener(t, (e) => e.stopImmediatePropagation(), true)");
    await room.open();
    await page.until("document.querySelector('.ed-text').innerText.includes('Uno due tre')", 'the text found again');
    await page.until("document.querySelector('.ed-notice').textContent.includes('ritrovato')", 'it says so');
    room.world.mode = 'ok';
    await page.run("window.dispatchEvent(new Event('online'))");
    await room.saved();
    assert.deepEqual(room.now().tree.blocks, [p('Uno due tre')]);
    await room.open();
    assert.equal(await page.run("return Boolean([...document.querySelectorAll('.ed-notice')].find((e) => !e.hidden))"), false);
    return room;
  },

  async 'a tab closed within a moment of the last key loses nothing'() {
    const room = await situation(body(p('Uno')));
    room.world.mode = 'down';
    await caret('.ed-text p');
    await page.type(' due');
    await room.open();
    await page.until("document.querySelector('.ed-text').innerText.includes('Uno due')", 'the text found again');
    const button = "[...document.querySelectorAll('.ed-notice button')].find((b) => b.textContent === 'Buttalo via')";
    await page.until(button);
    await page.run(`${button}.click()`);
    assert.equal(await text('.ed-text p'), 'Uno');
    room.world.mode = 'ok';
    await room.open();
    assert.equal(await text('.ed-text p'), 'Uno');
    return room;
  },

  async 'a save whose answer was lost is no clash with oneself'() {
    const room = await situation(body(p('Uno')));
    room.world.mode = 'lost';
    await caret('.ed-text p');
    await page.type(' due');
    await page.until("!document.querySelector('.ed-notice').hidden", 'offline');
    await page.type(' tre');
    room.world.mode = 'ok';
    await room.saved();
    assert.deepEqual(room.now().tree.blocks, [p('Uno due tre')]);
    assert.equal(await page.run("return document.getElementById('conflicts').hidden"), true);
    return room;
  },

  async 'somebody else’s paragraph comes in while one types, and the caret stays'() {
    const room = await situation(body(p('Uno'), p('Due'), p('Tre')));
    room.world.revisions.push({ fields: { ...room.now().fields, kicker: 'Nuovo occhiello' }, tree: body(p('Uno, di Teresa'), p('Due'), p('Tre')) });
    room.world.delay = 300;
    await caret('.ed-text p:nth-child(2)');
    await page.type(' mio');
    await page.press('Control', 's');
    await page.wait('await new Promise((r) => setTimeout(r, 100))');
    await page.type(' poi');
    await page.until("document.querySelector('.ed-text').innerText.includes('Teresa')");
    await page.type(' fine');
    await room.saved();
    assert.deepEqual(room.now().tree.blocks, [p('Uno, di Teresa'), p('Due mio poi fine'), p('Tre')]);
    assert.equal(room.now().fields.kicker, 'Nuovo occhiello');
    assert.equal(await page.run("return document.getElementById('kicker').value"), 'Nuovo occhiello');
    return room;
  },

  async 'the same paragraph of two people is shown side by side, and one chooses'() {
    const room = await situation(body(p('Uno'), p('Due'), p('Tre')));
    const theirs = { ...room.now().fields, headline: 'Il titolo di Teresa' };
    room.world.revisions.push({ fields: theirs, tree: body(p('Uno di Teresa'), p('Due di Teresa'), p('Tre, anche')) });
    await caret('.ed-text p:nth-child(1)');
    await page.type(' mio');
    await caret('.ed-text p:nth-child(2)');
    await page.type(' mio');
    await page.run("const h = document.getElementById('headline'); h.value = 'Il mio titolo'; h.dispatchEvent(new Event('input', { bubbles: true }))");
    await page.until("document.querySelectorAll('.clash-item').length === 3", 'three clashes');
    assert.match(await text('#conflicts'), /Teresa ha cambiato/);
    const press = (item, label) => page.run(`[...document.querySelectorAll('.clash-item')[${item}].querySelectorAll('button')].find((b) => b.textContent === arguments[0]).click()`, label);
    const field = await page.run("return [...document.querySelectorAll('.clash-item h3')].findIndex((h) => h.textContent === 'Titolo')");
    await press(field, 'Prendi l’altro');
    await press(0, 'Prendi l’altro');
    await press(0, 'Tieni tutti e due');
    await room.saved();
    assert.deepEqual(room.now().tree.blocks, [p('Uno di Teresa'), p('Due mio'), p('Due di Teresa'), p('Tre, anche')]);
    assert.equal(room.now().fields.headline, 'Il titolo di Teresa');
    return room;
  },

  async 'what was typed after the text went off is never replaced by what came meanwhile'() {
    const room = await situation(body(p('Il ponte vecchio.'), p('Due')));
    room.world.revisions.push({ ...room.now(), tree: body(p('Il molo.'), p('Due')) });
    room.world.delay = 700;
    await caret('.ed-text p:nth-child(2)');
    await page.type(' mio');
    await page.press('Control', 's');
    await page.run("const view = window.editor.view; view.dispatch(view.state.tr.insertText('bellissimo ', 10))");
    await page.until("document.querySelectorAll('.clash-item').length === 1", 'a clash');
    assert.equal(await text('.ed-text p'), 'Il ponte bellissimo vecchio.');
    assert.match(await text('.clash-item'), /Il molo\./);
    room.world.delay = 0;
    await page.run("[...document.querySelectorAll('.clash-item button')][2].click()");
    await room.saved();
    assert.deepEqual(room.now().tree.blocks, [p('Il ponte bellissimo vecchio.'), p('Il molo.'), p('Due mio')]);
    return room;
  },

  async 'an ended session and a refusal are said plainly, and nothing is lost'() {
    const room = await situation(body(p('Uno')));
    room.world.mode = 'signed-out';
    await caret('.ed-text p');
    await page.type(' due');
    await page.until("document.querySelector('.ed-notice a')", 'a link to sign in');
    room.world.mode = 'refused';
    await page.run("window.dispatchEvent(new Event('focus'))");
    await page.until("document.querySelector('.ed-notice').textContent.includes('troppo lungo')");
    room.world.mode = 'ok';
    await page.type(' tre');
    await room.saved();
    assert.deepEqual(room.now().tree.blocks, [p('Uno due tre')]);
    return room;
  },

  async 'what is published is what stands there'() {
    const room = await situation(body(p('Uno')));
    await caret('.ed-text p');
    await page.type(' due');
    await page.press('Control', 'Enter');
    await page.until("document.title === 'Pubblicato'");
    assert.deepEqual(JSON.parse(room.world.published.tree).blocks, [p('Uno due')]);
    assert.equal(room.world.published.do, 'publish');
    assert.equal('body' in room.world.published, false);
    assert.equal(room.world.published.saves, '8');
    assert.deepEqual(room.now().tree.blocks, [p('Uno due')]);
    return room;
  },

  async 'words are found and replaced, and undone in one step'() {
    const room = await situation(body(p('Perché perche no'), p('PERCHÉ')));
    await caret('.ed-text p');
    await page.press('Control', 'h');
    await page.type('perche');
    await page.until("document.querySelector('.ed-find output').textContent.endsWith('di 3')");
    await page.press('Enter');
    await page.run("document.querySelector('.ed-replace input').focus()");
    await page.type('poiché');
    await page.run("[...document.querySelectorAll('.ed-replace button')].at(-1).click()");
    assert.equal(await text('.ed-text'), 'poiché poiché no\n\npoiché');
    await page.run("document.querySelector('.ed-find input').focus()");
    await page.press('Escape');
    await page.press('Control', 'z');
    assert.equal(await text('.ed-text'), 'Perché perche no\n\nPERCHÉ');
    return room;
  },

  async 'findings stand at their words, follow them, and are put right'() {
    const found = { code: 'name', severity: 'warning', field: 'body', paragraph: 2, start: 3, end: 8, excerpt: 'ponte', message: 'Quale?', why: 'Ce ne sono due.', remedy: 'Di’ quale.', fix: { replace: 'Ponte Vecchio' } };
    const room = await situation(body(p('Uno'), p('Il ponte')), { findings: [found, { ...found, code: 'h', severity: 'block', field: 'headline', paragraph: null, fix: { focus: 'headline' } }] });
    assert.equal(await text('.finding'), 'ponte');
    await caret('.ed-text p:nth-child(2)', false);
    await page.type('Ecco ');
    assert.equal(await text('.finding'), 'ponte');
    await page.press('Alt', 'Down');
    assert.equal(await page.run('return document.activeElement.id'), 'headline');
    await page.press('Alt', 'Down');
    assert.equal(await page.run('return getSelection().toString()'), 'ponte');
    await page.run("[...document.querySelectorAll('#findings button')].find((b) => b.textContent.startsWith('Metti')).click()");
    assert.equal(await text('.ed-text p:nth-child(2)'), 'Ecco Il Ponte Vecchio');
    return room;
  },

  async 'the keyboard reaches the panel and the toolbar, and text only hides the panel'() {
    const room = await situation(SAMPLE);
    await caret('.ed-text p');
    await page.press('F6');
    assert.equal(await page.run("return document.getElementById('panel').contains(document.activeElement)"), true);
    await page.press('F6');
    assert.equal(await page.run("return document.activeElement.classList.contains('ed-text')"), true);
    await page.press('Control', '.');
    assert.equal(await page.run("return document.getElementById('quiet').checked"), true);
    assert.equal(await page.run("return document.querySelectorAll('.ed-bar:not([hidden]) [tabindex=\"0\"]').length"), 1);
    await page.run("document.querySelector('.ed-bar [tabindex=\"0\"]').focus()");
    await page.press('Right');
    assert.equal(await page.run("return document.activeElement.getAttribute('aria-label')"), 'Neretto');
    return room;
  },

  async 'clipboards of other programs come in as in their cases'() {
    const room = await situation(body());
    const folder = new URL('./clipboards/', import.meta.url);
    for (const name of (await readdir(folder)).filter((f) => /\.(html|txt)$/.test(f))) {
      const given = await readFile(new URL(name, folder), 'utf8');
      const expected = JSON.parse(await readFile(new URL(name.replace(/\.\w+$/, '.json'), folder), 'utf8'));
      const got = await page.run(
        `const e = document.querySelector('.ed-text'); e.focus();
         const view = window.editor.view;
         view.dispatch(view.state.tr.delete(0, view.state.doc.content.size));
         const data = new DataTransfer();
         data.setData(arguments[1] ? 'text/plain' : 'text/html', arguments[0]);
         e.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
         return window.editor.host().snapshot(false).tree;`,
        given,
        name.endsWith('.txt'),
      );
      assert.deepEqual(JSON.parse(got), expected, name);
    }
    return room;
  },

  async 'a text of a later version leaves the ordinary form as it is'() {
    const room = await situation(body(p('Uno')));
    room.world.revisions.push({ ...room.now(), tree: { v: 2, blocks: [] } });
    await page.open(room.url);
    await page.until("document.readyState === 'complete'");
    assert.deepEqual(await page.run("const b = document.getElementById('body'); return [b.disabled, b.hidden, getComputedStyle(b).display !== 'none', Boolean(document.querySelector('.ed-text'))]"), [false, false, true, false]);
    return room;
  },

  async 'two lines of a title are one, and Enter goes on'() {
    const room = await situation(body(p('Uno')));
    await page.run("document.getElementById('headline').focus()");
    await page.press('End');
    await page.press('Enter');
    assert.equal(await page.run('return document.activeElement.id'), 'standfirst');
    await page.press('Enter');
    assert.equal(await page.run("return document.activeElement.classList.contains('ed-text')"), true);
    assert.equal(await text('#headline + .count'), 'Titolo 54 di 70');
    return room;
  },

  async 'no rule of accessibility is broken, light and dark, telephone and desk'() {
    const found = { code: 'name', severity: 'warning', field: 'body', paragraph: 1, start: 0, end: 4, excerpt: 'Alle', message: 'Quale?', why: 'Ce ne sono due.', remedy: 'Di’ quale.', fix: { replace: 'Alla' } };
    const room = await situation(SAMPLE, { findings: [found, { ...found, severity: 'block', paragraph: 4, start: 0, end: 2, excerpt: 'Il' }] });
    const axe = await readFile(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    const check = async (what) => {
      await page.cdp('Runtime.evaluate', { expression: axe });
      const broken = await page.wait('const r = await axe.run(document, { resultTypes: ["violations"] }); return r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary).join(" | "))');
      assert.deepEqual(broken, [], what);
    };
    for (const width of [390, 1280]) {
      for (const dark of [false, true]) {
        await page.size(width);
        await page.dark(dark);
        await room.open();
        await check(`${width} ${dark}`);
        const wide = await page.run('return document.documentElement.scrollWidth');
        assert.ok(wide <= width, `nothing is wider than the screen: ${wide} of ${width}`);
      }
    }
    await page.dark(false);
    await caret('.ed-text > p:last-child');
    await page.press('Enter');
    await page.type('/');
    await check('slash menu');
    await page.press('Escape');
    await page.press('Backspace');
    await page.press('Control', 'h');
    await check('find');
    await page.press('Escape');
    for (const [open, what] of [['.ed-bar [aria-label=Foto]', 'pictures'], ['.ed-bar [aria-label=Fonte]', 'sources'], ['.ed-bar [aria-label=Collegamento]', 'link']]) {
      await page.run('document.querySelector(arguments[0]).click()', open);
      await page.until("document.querySelector('dialog[open]')");
      await check(what);
      await page.press('Escape');
      await page.until("!document.querySelector('dialog')");
    }
    await page.run("document.querySelector('.ed-bar [aria-label=Inserisci]').click()");
    await check('menu');
    await page.size(1280);
    return room;
  },
};

for (const [name, run] of Object.entries(cases)) {
  if (only && !name.includes(only)) continue;
  const start = Date.now();
  let room;
  try {
    room = await run();
    const complaints = (await page.logs()).filter((entry) => /Content Security|Refused|Uncaught|TypeError/i.test(entry.message));
    assert.deepEqual(complaints.map((entry) => entry.message), [], 'the console');
    console.log(`ok   ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n${String(error.stack ?? error).slice(0, 3000)}`);
    for (const entry of await page.logs().catch(() => [])) console.log('     ', entry.message.slice(0, 300));
  }
  room?.server.closeAllConnections();
  room?.server.close();
}
await page.quit();
process.exit(failed ? 1 : 0);
