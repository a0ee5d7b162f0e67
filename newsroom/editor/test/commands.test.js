import assert from 'node:assert/strict';
import test from 'node:test';
import { EditorState, TextSelection } from 'prosemirror-state';
import * as does from '../src/commands.js';
import { schema } from '../src/schema.js';
import { toDoc, toTree } from '../src/tree.js';
import { chance, legalTree } from './generate.js';

const N = schema.nodes;
const s = (text) => ({ t: 'text', s: text });
const p = (...text) => ({ t: 'paragraph', text: text.map((one) => (typeof one === 'string' ? s(one) : one)) });

/** A text with the caret behind `|`, which stands once in it; with two of them what is between is selected. */
function at(...blocks) {
  const doc = toDoc({ v: 1, blocks });
  const places = [];
  doc.descendants((node, pos) => {
    if (node.isText) for (const match of node.text.matchAll(/\|/g)) places.push(pos + match.index);
  });
  let state = EditorState.create({ doc });
  const tr = state.tr;
  for (const place of [...places].reverse()) tr.delete(place, place + 1);
  const [from, to = places[0]] = places.map((place, index) => place - index);
  state = state.apply(tr);
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, places.length > 1 ? to : from)));
}

function after(state, ...commands) {
  for (const command of commands) {
    let out = null;
    const able = command(state, (tr) => {
      out = tr;
    });
    assert.equal(able, true);
    if (out) {
      out.doc.check();
      state = state.apply(out);
    }
  }
  return state;
}

const blocks = (state) => toTree(state.doc).blocks;
const where = (state) => state.selection.$from.parent.type.name;

test('a paragraph becomes a crosshead and one again, also from the key before its first letter', () => {
  const head = after(at(p('I soldi|')), does.crosshead(2));
  assert.deepEqual(blocks(head), [{ t: 'crosshead', level: 2, text: [s('I soldi')] }]);
  assert.deepEqual(blocks(after(head, does.crosshead(2))), [p('I soldi')]);
  assert.deepEqual(blocks(after(at({ t: 'crosshead', level: 2, text: [s('|I soldi')] }), does.backspace)), [p('I soldi')]);
});

test('paragraphs become a quotation, and a quotation its paragraphs', () => {
  const quoted = after(at(p('Uno |'), p('Due|')), does.quote);
  assert.deepEqual(blocks(quoted), [{ t: 'quote', blocks: [p('Uno '), p('Due')] }]);
  assert.deepEqual(blocks(after(quoted, does.quote)), [p('Uno '), p('Due')]);
  const named = at({ t: 'quote', blocks: [p('|Uno')], cite: [s('Irene')] });
  assert.deepEqual(blocks(after(named, does.backspace)), [p('Uno'), p('Irene')]);
});

test('words selected become a pull quote behind their paragraph and stay in it', () => {
  assert.deepEqual(blocks(after(at(p('Mancano |undici campi| da anni')), does.pull)), [p('Mancano undici campi da anni'), { t: 'pull', text: [s('undici campi')] }]);
});

test('Enter leads on from one line to the next place, never makes a second line', () => {
  const picture = after(at({ t: 'figure', file: 'a', caption: [s('Il ponte|')] }), does.enter);
  assert.equal(picture.doc.childCount, 2);
  assert.equal(where(picture), 'paragraph');
  const box = after(at({ t: 'aside', title: [s('Titolo|')], blocks: [p('Uno')] }), does.enter);
  assert.equal(box.selection.$from.parent.textContent, 'Uno');
  const pulled = after(at({ t: 'pull', text: [s('Parole|')] }), does.enter);
  assert.equal(where(pulled), 'cite');
  assert.equal(where(after(pulled, does.enter)), 'paragraph');
});

test('an empty paragraph at the end of a quotation leads out of it', () => {
  let state = at({ t: 'quote', blocks: [p('Uno|')] });
  state = state.apply(state.tr.split(state.selection.from));
  state = after(state, does.enter);
  assert.equal(state.selection.$from.depth, 1);
  assert.deepEqual(blocks(state), [{ t: 'quote', blocks: [p('Uno')] }]);
});

test('rows and columns come and go, and every row keeps its cells', () => {
  const state = at({ t: 'table', head: [[s('Anno')], [s('Euro')]], rows: [[[s('2023|')], [s('9')]]] });
  const grown = after(state, does.addRow, does.addColumn);
  assert.deepEqual(blocks(grown)[0].rows, [[[s('2023')], [], [s('9')]], [[], [], []]]);
  assert.deepEqual(blocks(grown)[0].head, [[s('Anno')], [], [s('Euro')]]);
  const back = after(grown, does.deleteColumn, does.deleteRow);
  assert.deepEqual(blocks(back), blocks(state));
  assert.equal(does.deleteRow(back, () => {}), false, 'the last row stays');
  assert.deepEqual(blocks(after(state, does.toggleHead))[0].head, []);
  assert.deepEqual(blocks(after(state, does.toggleHead, does.toggleHead)), blocks(state));
});

test('Tab goes from cell to cell, and behind the last one there is a new row', () => {
  const state = at({ t: 'table', head: [], rows: [[[s('a|')], [s('b')]]] });
  const second = after(state, does.nextCell(1));
  assert.equal(second.selection.$from.parent.textContent, 'b');
  const third = after(second, does.nextCell(1));
  assert.deepEqual(blocks(third)[0].rows, [[[s('a')], [s('b')]], [[], []]]);
  assert.equal(where(third), 'cell');
  assert.equal(after(third, does.nextCell(-1)).selection.$from.parent.textContent, 'b');
});

test('a block moves up and down with the caret in it', () => {
  const state = after(at(p('Uno'), p('Du|e'), p('Tre')), does.move(-1));
  assert.deepEqual(blocks(state), [p('Due'), p('Uno'), p('Tre')]);
  assert.equal(state.selection.$from.parentOffset, 2);
  assert.equal(does.move(-1)(state, () => {}), false);
});

test('an insert takes the place of an empty paragraph, else stands behind', () => {
  const filled = after(at(p('Uno|')), does.rule);
  assert.deepEqual(blocks(filled), [p('Uno'), { t: 'rule' }]);
  assert.equal(where(filled), 'paragraph');
  const empty = after(EditorState.create({ doc: toDoc({ v: 1, blocks: [] }) }), does.aside);
  assert.equal(empty.doc.firstChild.type, N.aside);
  assert.equal(where(empty), 'aside_title');
});

test('whatever is done wherever, the text stays a legal one', () => {
  const seed = Number(process.env.SEED ?? 7);
  const c = chance(seed);
  const all = [
    does.crosshead(2), does.paragraph, does.codeBlock, does.list(N.bullet_list), does.list(N.ordered_list), does.quote, does.pull, does.rule, does.aside, does.table(),
    does.note, does.sourceRef(2), does.hardBreak, does.enter, does.backspace, does.move(1), does.move(-1), does.addRow, does.deleteRow, does.addColumn, does.deleteColumn,
    does.toggleHead, does.nextCell(1), does.mark('strong'), does.mark('link', { href: '/a' }),
  ];
  for (let i = 0; i < 150; i++) {
    let state = EditorState.create({ doc: toDoc(legalTree(c)) });
    for (let j = 0; j < 12; j++) {
      const [a, b] = [c.upTo(state.doc.content.size + 1), c.upTo(state.doc.content.size + 1)];
      state = state.apply(state.tr.setSelection(TextSelection.between(state.doc.resolve(a), state.doc.resolve(c.yes() ? a : b))));
      const k = c.upTo(all.length);
      all[k](state, (tr) => {
        state = state.apply(tr);
      });
      try {
        state.doc.check();
        toDoc(toTree(state.doc));
      } catch (error) {
        assert.fail(`seed ${seed}, text ${i}, command ${k}: ${error.message}`);
      }
    }
  }
});
