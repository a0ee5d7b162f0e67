import assert from 'node:assert/strict';
import test from 'node:test';
import { EditorState } from 'prosemirror-state';
import { schema } from '../src/schema.js';
import { linkFirst } from '../src/topics.js';

const paragraph = (...parts) => schema.nodes.paragraph.create(null, parts);
const text = (words, href) => schema.text(words, href ? [schema.marks.link.create({ href })] : []);
const state = (...blocks) => EditorState.create({ doc: schema.nodes.doc.create(null, blocks) });
const kim = { slug: 'kim', name: 'Kim Jong-un', path: '/topics/kim', words: 'Kim', chosen: true, paragraph: 2, start: 3, end: 6 };

function linked(from, one) {
  let next = null;
  const done = linkFirst(one)(from, (tr) => (next = from.apply(tr)));
  const links = [];
  next?.doc.descendants((node) => {
    const mark = schema.marks.link.isInSet(node.marks);
    if (mark) links.push([node.text, mark.attrs.href]);
  });
  return [done, links];
}

test('the words named become a link to the page of the topic', () => {
  const before = state(paragraph(text('One.')), paragraph(text('So Kim said; Kim left.')));
  assert.deepEqual(linked(before, kim), [true, [['Kim', '/topics/kim']]]);
});

test('words that went on are found where they stand now', () => {
  const before = state(paragraph(text('One.')), paragraph(text('And so, yesterday, Kim said.')));
  assert.deepEqual(linked(before, kim), [true, [['Kim', '/topics/kim']]]);
});

test('what is gone or a link already stays as it is', () => {
  assert.deepEqual(linked(state(paragraph(text('One.')), paragraph(text('Nobody.'))), kim), [false, []]);
  const already = state(paragraph(text('One.')), paragraph(text('So '), text('Kim', 'https://example.org/'), text(' said.')));
  assert.deepEqual(linked(already, kim), [false, []]);
});
