import assert from 'node:assert/strict';
import test from 'node:test';
import { EditorState } from 'prosemirror-state';
import { find, replaceAll } from '../src/find.js';
import { locate, passages } from '../src/passages.js';
import { toDoc, toTree } from '../src/tree.js';

const s = (text) => ({ t: 'text', s: text });
const p = (...text) => ({ t: 'paragraph', text });
const doc = (...blocks) => toDoc({ v: 1, blocks });
const words = (d, places) => places.map(({ from, to }) => d.textBetween(from, to));

test('capitals never count, accents only if one wants, typographic signs are found by the keyboard’s', () => {
  const d = doc(p(s('Perché perche PERCHÉ')), p(s('L’Arno, «grande»')));
  assert.deepEqual(words(d, find(d, 'perché')), ['Perché', 'PERCHÉ']);
  assert.deepEqual(words(d, find(d, 'perche', { loose: true })), ['Perché', 'perche', 'PERCHÉ']);
  assert.deepEqual(words(d, find(d, "l'arno")), ['L’Arno']);
  assert.deepEqual(words(d, find(d, '"grande"')), ['«grande»']);
});

test('words are found across marks, in notes, cells and captions, never across a reference', () => {
  const d = doc(
    p(s('il pon'), { t: 'strong', text: [s('te')] }, { t: 'note', text: [s('un ponte')] }, s(' pon'), { t: 'source_ref', n: 1 }, s('te')),
    { t: 'table', head: [], rows: [[[s('ponte')], [s('x')]]] },
    { t: 'figure', file: 'a', caption: [s('Il ponte')] },
  );
  assert.equal(find(d, 'ponte').length, 4);
});

test('all are replaced in one step, and keep their marks', () => {
  const d = doc(p(s('uno '), { t: 'strong', text: [s('uno')] }, s(' due uno')));
  const state = EditorState.create({ doc: d });
  const tr = replaceAll(state.tr, find(d, 'uno'), 'tre');
  assert.deepEqual(toTree(tr.doc).blocks, [p(s('tre '), { t: 'strong', text: [s('tre')] }, s(' due tre'))]);
});

test('passages are numbered as the server numbers them', () => {
  const d = doc(
    p(s('Uno')),
    { t: 'rule' },
    { t: 'figure', file: 'a' },
    { t: 'list', ordered: false, items: [[p(s('a')), { t: 'list', ordered: true, items: [[p(s('b'))]] }], [p(s('c'))]] },
    { t: 'quote', blocks: [p(s('detto'))], cite: [s('Irene')] },
    { t: 'table', caption: [s('Tabella')], head: [[s('x')], [s('y')]], rows: [[[s('1')], []]] },
    { t: 'aside', title: [s('Scheda')], blocks: [p(s('riga'), { t: 'break' }, s('due'))] },
    { t: 'code', text: 'x = 1' },
    p(s('fine'), { t: 'note', text: [s('nota')] }, { t: 'source_ref', n: 2 }, s('.')),
  );
  assert.deepEqual(
    passages(d).map(({ number, text }) => [number, text]),
    [
      [1, 'Uno'],
      [2, 'a'],
      [3, 'b'],
      [4, 'c'],
      [5, 'detto'],
      [6, 'Tabella'],
      [7, 'x\ty'],
      [8, '1\t'],
      [9, 'Scheda'],
      [10, 'riga\ndue'],
      [11, 'x = 1'],
      [12, 'fine.'],
    ],
  );
});

test('a finding stands at its words, counted in characters, and follows them to another paragraph', () => {
  const d = doc(p(s('🌊 Il ponte')), p(s('Il '), { t: 'note', text: [s('n')] }, s('Lenza cresce')));
  const list = passages(d);
  const at = (finding) => {
    const range = locate(list, finding);
    return range && d.textBetween(range.from, range.to);
  };
  assert.equal(at({ paragraph: 1, start: 5, end: 10, excerpt: 'ponte' }), 'ponte');
  assert.equal(at({ paragraph: 2, start: 3, end: 8, excerpt: 'Lenza' }), 'Lenza');
  assert.equal(at({ paragraph: 1, start: 3, end: 8, excerpt: 'Lenza' }), 'Lenza');
  assert.equal(at({ paragraph: 1, start: 0, end: 3, excerpt: 'sparito' }), null);
  assert.equal(at({ paragraph: null, start: 0, end: 0 }), null);
});
