import assert from 'node:assert/strict';
import test from 'node:test';
import { EditorState, TextSelection } from 'prosemirror-state';
import { Mapping } from 'prosemirror-transform';
import { canonical } from '../src/canonical.js';
import { bring, changes } from '../src/merge.js';
import { toDoc, toTree } from '../src/tree.js';
import { chance, legalTree } from './generate.js';

const SEED = Number(process.env.SEED ?? 20251121);
const p = (s) => ({ t: 'paragraph', text: s ? [{ t: 'text', s }] : [] });
const body = (...blocks) => ({ v: 1, blocks });
const state = (tree) => EditorState.create({ doc: toDoc(tree) });

test('any text becomes any other, and what did not change is not touched', () => {
  const c = chance(SEED);
  for (let i = 0; i < 400; i++) {
    const ours = legalTree(c);
    const theirs = c.yes() ? legalTree(c) : body(...canonical([...ours.blocks].filter(() => c.yes(0.8)).concat(legalTree(c).blocks)));
    const before = state(ours);
    const tr = before.tr;
    const clashes = bring(tr, before.doc, new Mapping(), theirs.blocks);
    assert.deepEqual(clashes, [], `seed ${SEED}, pair ${i}`);
    tr.doc.check();
    assert.deepEqual(canonical(toTree(tr.doc).blocks), theirs.blocks, `seed ${SEED}, pair ${i}`);
    assert.deepEqual(changes(before.doc, ours.blocks), []);
  }
});

test('somebody else’s paragraph comes in and the caret stays in the word it was in', () => {
  const before = state(body(p('Uno.'), p('Due tre.'), p('Quattro.')));
  const at = 6 + 1 + 4; // before «tre»
  const here = before.apply(before.tr.setSelection(TextSelection.create(before.doc, at)));
  const tr = here.tr;
  bring(tr, here.doc, new Mapping(), [p('Uno, riscritto da Teresa.'), p('Due tre.'), p('Nuovo.'), p('Quattro.')]);
  const caret = tr.selection.$from;
  assert.equal(caret.parent.textContent, 'Due tre.');
  assert.equal(caret.parentOffset, 4);
  assert.equal(tr.steps.length, 2);
});

test('a space just typed and an empty paragraph, which the server does not keep, stay', () => {
  const before = state(body(p('Uno '), p(''), p('Due')));
  assert.equal(before.doc.childCount, 3);
  const tr = before.tr;
  bring(tr, before.doc, new Mapping(), [p('Uno'), p('Due, di Teresa')]);
  assert.equal(tr.doc.child(0).textContent, 'Uno ');
  assert.equal(tr.doc.childCount, 3);
  assert.equal(tr.doc.child(2).textContent, 'Due, di Teresa');
});

test('what was typed while the answer was under way stays, also in the very paragraph that came in', () => {
  const sent = state(body(p('Uno.'), p('Due.')));
  const typed = sent.tr.insertText(' Poi.', 5); // at the end of the first
  const now = sent.apply(typed);
  const tr = now.tr;
  const clashes = bring(tr, sent.doc, typed.mapping, [p('Oggi uno.'), p('Due, di Teresa.')]);
  assert.deepEqual(clashes, []);
  assert.deepEqual(toTree(tr.doc).blocks, [p('Oggi uno. Poi.'), p('Due, di Teresa.')]);
});

test('where both touched the same words, nothing typed is taken away and the place is told', () => {
  const sent = state(body(p('Il ponte vecchio.')));
  const typed = sent.tr.insertText('bellissimo ', 10); // inside «vecchio» region
  const now = sent.apply(typed);
  const tr = now.tr;
  const clashes = bring(tr, sent.doc, typed.mapping, [p('Il molo.')]);
  assert.equal(clashes.length, 1);
  assert.equal(tr.doc.textContent, now.doc.textContent);
});
