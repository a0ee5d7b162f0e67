import assert from 'node:assert/strict';
import test from 'node:test';
import { canonical } from '../src/canonical.js';
import { toDoc, toTree, toTreeText } from '../src/tree.js';
import { chance, legalTree, wildTree } from './generate.js';

const SEED = Number(process.env.SEED ?? 20251120);

test('every legal tree comes back exactly as it was', () => {
  const c = chance(SEED);
  for (let i = 0; i < 1500; i++) {
    const tree = legalTree(c);
    const doc = toDoc(tree);
    assert.deepEqual(toTree(doc), tree, `seed ${SEED}, tree ${i}`);
    assert.equal(toTreeText(doc), JSON.stringify(toTree(doc)));
  }
});

test('no tree loses a word, wherever its blocks stand', () => {
  const c = chance(SEED + 1);
  /** All characters that are written anywhere, in one order. */
  const letters = (value) => {
    if (typeof value === 'string') return value.replace(/\s/g, '');
    if (!value || typeof value !== 'object') return '';
    return Object.entries(value)
      .filter(([name]) => !['t', 'href', 'lang', 'file', 'url', 'at', 'by'].includes(name))
      .map(([, inner]) => letters(inner))
      .join('');
  };
  const sorted = (blocks) => [...letters(blocks)].sort().join('');
  for (let i = 0; i < 1000; i++) {
    const tree = wildTree(c);
    const again = canonical(toTree(toDoc(tree)).blocks);
    assert.deepEqual(canonical(again), again, `idempotent, seed ${SEED + 1}, tree ${i}`);
    assert.equal(sorted(again), sorted(canonical(tree.blocks)), `seed ${SEED + 1}, tree ${i}`);
  }
});

test('an empty text is one empty paragraph to write in, and no block', () => {
  const doc = toDoc({ v: 1, blocks: [] });
  assert.equal(doc.childCount, 1);
  assert.deepEqual(toTree(doc), { v: 1, blocks: [] });
});

test('a later version is refused, not misread', () => {
  assert.throws(() => toDoc({ v: 2, blocks: [] }), /version 1/);
});
