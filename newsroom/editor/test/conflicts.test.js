import assert from 'node:assert/strict';
import test from 'node:test';
import { asBlocks, differing } from '../src/conflicts.js';

test('a side of a conflict may be a block, several, words or nothing', () => {
  const p = { t: 'paragraph', text: [{ t: 'text', s: 'Uno' }] };
  assert.deepEqual(asBlocks(p), [p]);
  assert.deepEqual(asBlocks([p, p]), [p, p]);
  assert.deepEqual(asBlocks('Uno'), [p]);
  assert.deepEqual(asBlocks(null), []);
});

test('what differs is marked by whole words', () => {
  const stretch = (a, b) => {
    const found = differing(a, b);
    return found && [a, b].map((s) => s.slice(found.start, s.length - found.end));
  };
  assert.deepEqual(stretch('Il ponte vecchio', 'Il ponte verde'), ['vecchio', 'verde']);
  assert.deepEqual(stretch('Uno due', 'Uno'), [' due', '']);
  assert.deepEqual(stretch('Il ponte', 'Il ponte'), null);
  assert.deepEqual(stretch('costa 3,2 milioni', 'costa 2,3 milioni'), ['3,2', '2,3']);
});
