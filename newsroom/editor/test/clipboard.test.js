import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import test from 'node:test';
import { parseHTML } from 'linkedom';
import { blocksOfDom, blocksOfText, linkOf, withoutStyle } from '../src/clipboard.js';
import { canonical } from '../src/canonical.js';
import { toDoc, toTree } from '../src/tree.js';

const folder = new URL('../clipboards/', import.meta.url);

/** What was pasted, as the editor has it from the browser: the content of an element. */
function parsed(html) {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const root = document.createElement('div');
  // As a browser reads it: a document inside an element loses its frame, and a conditional comment is one.
  root.innerHTML = withoutStyle(html).replace(/^<!doctype[^>]*>/i, '').replace(/<!\[(if|endif)[^\]>]*\]>/g, '').replace(/<\/?(html|head|body)\b[^>]*>/gi, '').replace(/<(\w+:\w+)\/>/g, '<$1></$1>');
  return root;
}

for (const name of (await readdir(folder)).filter((file) => /\.(html|txt)$/.test(file)).sort()) {
  test(`pasted: ${name}`, async () => {
    const given = await readFile(new URL(name, folder), 'utf8');
    const blocks = name.endsWith('.txt') ? blocksOfText(given) : blocksOfDom(parsed(given));
    const expected = new URL(name.replace(/\.(html|txt)$/, '.json'), folder);
    const text = `{"v":1,"blocks":[\n${blocks.map((block) => JSON.stringify(block)).join(',\n')}\n]}\n`;
    if (process.env.UPDATE_EXPECT) await writeFile(expected, text);
    assert.deepEqual({ v: 1, blocks }, JSON.parse(await readFile(expected, 'utf8')));
    // Legal, in the one form, and nothing that the editor would have to rearrange.
    assert.deepEqual(canonical(blocks), blocks);
    assert.deepEqual(toTree(toDoc({ v: 1, blocks })).blocks, blocks);
  });
}

test('addresses come without what follows readers, and only those one may link', () => {
  assert.equal(linkOf('https://example.org/a?utm_source=x&id=4'), 'https://example.org/a?id=4');
  assert.equal(linkOf('https://www.google.com/url?q=https://example.org/a&sa=D'), 'https://example.org/a');
  assert.equal(linkOf('javascript:alert(1)'), null);
  assert.equal(linkOf('file:///C:/x.doc'), null);
  assert.equal(linkOf('https://user:secret@example.org/'), 'https://example.org/');
});
