import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import test from 'node:test';
import { clock, number, setWords, t } from '../src/words.js';

const read = (path) => readFile(new URL(path, import.meta.url), 'utf8');
const catalogue = async (lang) => Object.fromEntries([...(await read(`../../messages/${lang}/editor.ftl`)).matchAll(/^([a-z][a-z0-9-]*) = (.+)$/gm)].map((m) => [m[1], m[2]]));

test('both languages say the same things, with the same values in them', async () => {
  const [it, en] = [await catalogue('it'), await catalogue('en')];
  assert.deepEqual(Object.keys(it), Object.keys(en));
  const values = (pattern) => [...pattern.matchAll(/\{ \$([a-z]+) \}/g)].map((m) => m[1]).sort();
  for (const [key, pattern] of Object.entries(it)) {
    assert.match(key, /^editor-/);
    assert.deepEqual(values(pattern), values(en[key]), key);
    assert.doesNotMatch(pattern + en[key], /!|['"]|\{ *\$[^}]*->/, key);
  }
});

test('every message is asked for, and every one asked for is there', async () => {
  const it = await catalogue('it');
  let source = '';
  for (const name of await readdir(new URL('../src/', import.meta.url))) source += await read(`../src/${name}`);
  for (const [, key] of source.matchAll(/\bt\('([a-z0-9-]+)'/g)) assert.ok(`editor-${key}` in it, key);
  const unused = Object.keys(it).filter((key) => {
    const name = key.slice('editor-'.length);
    return !source.includes(`'${name}'`) && !/^insert-[a-z]+(-help)?$/.test(name);
  });
  assert.deepEqual(unused, []);
});

test('values are put in, and what has no words shows its name', () => {
  setWords({ 'editor-count': '{ $label } { $n } di { $max }' });
  assert.equal(t('count', { label: 'Titolo', n: 54, max: 70 }), 'Titolo 54 di 70');
  assert.equal(t('nothing'), 'editor-nothing');
  assert.equal(clock(new Date(2025, 10, 20, 18, 5), 'it'), '18.05');
  assert.equal(clock(new Date(2025, 10, 20, 18, 5), 'en-GB'), '18:05');
  assert.equal(number(4812, 'it'), '4.812');
});
