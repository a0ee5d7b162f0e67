/** What happens while one types: the typesetter's signs and a few ways of writing Markdown. */
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import { Plugin, TextSelection } from 'prosemirror-state';
import { quote } from './commands.js';
import { schema } from './schema.js';
import { TRIGGERS, typed } from './typography.js';

const N = schema.nodes;
const M = schema.marks;

/** The language at this place: of the words, of the paragraph, of the article. */
function langAt($pos, article) {
  const marks = $pos.marks();
  const own = M.lang.isInSet(marks)?.attrs.lang;
  return own ?? $pos.parent.attrs.lang ?? article;
}

function typography(lang) {
  return new InputRule(
    TRIGGERS,
    (state, match, start, end) => {
      const $end = state.doc.resolve(end);
      const c = match[0];
      const before = match.input.slice(0, match.input.length - 1);
      const better = typed(before, c, langAt($end, lang));
      if (!better || better.text === c) return null;
      // What is taken away stands in one piece of text, or the rule does not see what it thinks it sees.
      const from = end - better.back;
      if (from < $end.start() || state.doc.textBetween(from, end) !== before.slice(before.length - better.back)) return null;
      const marks = state.storedMarks ?? $end.marks();
      return state.tr.replaceWith(from, end, schema.text(better.text, marks)).setStoredMarks(state.storedMarks);
    },
    { inCodeMark: false },
  );
}

/** `**words**` and the like. */
function marking(pattern, type) {
  return new InputRule(
    pattern,
    (state, match, start, end) => {
      const [whole, before, sign, words] = match;
      const $start = state.doc.resolve(start);
      if (!$start.parent.type.allowsMarkType(type)) return null;
      const from = start + before.length;
      if (state.doc.textBetween(from, end, '\n', '\ufffc') !== whole.slice(before.length, -1)) return null;
      const tr = state.tr;
      // The last sign is being typed: all but one of the closing signs stand in the text.
      const inner = from + sign.length;
      tr.delete(inner + words.length, end);
      tr.delete(from, inner);
      tr.addMark(from, from + words.length, type.create());
      return tr.removeStoredMark(type);
    },
    { inCodeMark: false },
  );
}

const reference = new InputRule(
  /\[@([1-9]\d{0,2})\]$/,
  (state, match, start, end) => state.tr.replaceWith(start, end, N.source_ref.create({ n: Number(match[1]) })),
  { inCodeMark: false },
);

const link = new InputRule(
  /\[([^\[\]]+)\]\(((?:https?:\/\/|mailto:|\/)[^\s()]+)\)$/,
  (state, match, start, end) => state.tr.replaceWith(start, end, schema.text(match[1], [M.link.create({ href: match[2] })])).removeStoredMark(M.link),
  { inCodeMark: false },
);

const rule = new InputRule(/^(?:---|\*\*\*)$/, (state, match, start) => {
  const $start = state.doc.resolve(start);
  if ($start.depth !== 1 || $start.parent.type !== N.paragraph) return null;
  const from = $start.before();
  const tr = state.tr.replaceWith(from, $start.after(), [N.rule.create(), N.paragraph.create()]);
  return tr;
});

const quotation = new InputRule(/^>\s$/, (state, match, start, end) => {
  let out = null;
  const cleared = state.apply(state.tr.delete(start, end));
  const able = quote(cleared, (tr) => {
    out = tr;
  });
  if (!able || !out) return null;
  const tr = state.tr.delete(start, end);
  for (const step of out.steps) tr.step(step);
  return tr.setSelection(out.selection.constructor.fromJSON(tr.doc, out.selection.toJSON()));
});

/** @param {string} lang the article's */
export function typing(lang) {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{2,3})\s$/, N.crosshead, (match) => ({ level: match[1].length })),
      wrappingInputRule(/^[-*]\s$/, N.bullet_list, null, (_, node) => node.type === N.bullet_list),
      wrappingInputRule(/^1[.)]\s$/, N.ordered_list, null, (_, node) => node.type === N.ordered_list),
      textblockTypeInputRule(/^```$/, N.code_block),
      rule,
      quotation,
      reference,
      link,
      marking(/(^|[^*\w])(\*\*)([^*\s](?:[^*]*[^*\s])?)\*\*$/, M.strong),
      marking(/(^|[^*\w])(\*)([^*\s](?:[^*]*[^*\s])?)\*$/, M.emphasis),
      marking(/(^|[^_\w])(_)([^_\s](?:[^_]*[^_\s])?)_$/, M.emphasis),
      marking(/(^|[^`])(`)([^`]+)`$/, M.code),
      typography(lang),
    ],
  });
}

/**
 * Writes a letter straight into the text. Left to the browser, it would be put into the page first, at the cost of a few
 * layouts of the whole article, and then read out of it again. What is composed (accents, other scripts, keyboards of
 * phones) comes another way and is not touched.
 */
export function directly() {
  return new Plugin({
    props: {
      handleKeyPress(view, event) {
        const { selection } = view.state;
        const { $from, $to, from, to } = selection;
        const text = String.fromCharCode(event.charCode);
        if (!(selection instanceof TextSelection) || !$from.sameParent($to) || /[\r\n]/.test(text)) return false;
        const plain = () => view.state.tr.insertText(text).scrollIntoView();
        if (!view.someProp('handleTextInput', (handle) => handle(view, from, to, text, plain))) view.dispatch(plain());
        return true;
      },
    },
  });
}
