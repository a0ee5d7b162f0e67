/** Pasting and dropping: cleaned, and put where the caret is. */
import { DOMParser, Fragment, Slice } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { blocksOfDom, blocksOfText, linkOf, withoutStyle } from './clipboard.js';
import { schema } from './schema.js';
import { toNodes } from './tree.js';

const N = schema.nodes;

const sliceOf = (blocks) => {
  const nodes = toNodes(blocks);
  // A paragraph alone is words to be put in the middle of others.
  return Slice.maxOpen(Fragment.fromArray(nodes), false);
};

/** Where a text is one line, or a cell: all words of what was pasted, in a row. */
function wordsOf(slice, type) {
  const out = [];
  slice.content.descendants((node) => {
    if (!node.isTextblock) return !node.isAtom || node.inlineContent;
    if (out.length) out.push(type.contentMatch.matchType(N.hard_break) ? N.hard_break.create() : schema.text(' '));
    node.forEach((child) => {
      const marks = child.isText || child.type === N.hard_break ? type.allowedMarks(child.marks) : [];
      if (type.contentMatch.matchType(child.type)) out.push(child.mark(marks));
      else if (child.type === N.hard_break) out.push(schema.text(' ', marks));
    });
    return false;
  });
  return new Slice(Fragment.fromArray(out), 0, 0);
}

const LINES = [N.caption, N.cite, N.aside_title, N.head_cell, N.cell, N.crosshead, N.pull_text];

/** @param {{view: import('prosemirror-view').EditorView, pictures: (files: File[], pos: number | null) => void}} editor */
export function paste(editor) {
  const own = DOMParser.fromSchema(schema);
  const files = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
  return new Plugin({
    props: {
      transformPastedHTML: withoutStyle,
      // Called for what was pasted and what was dropped alike.
      clipboardParser: {
        parseSlice(dom, options) {
          if (options.context && dom.querySelector?.('[data-pm-slice]')) return own.parseSlice(dom, options);
          return sliceOf(blocksOfDom(dom));
        },
      },
      clipboardTextParser: (text) => sliceOf(blocksOfText(text)),
      handlePaste(view, event, slice) {
        const data = event.clipboardData;
        const found = files(data);
        if (found.length && !/<(p|table|h\d)\b/i.test(data.getData('text/html'))) {
          editor.pictures(found, null);
          return true;
        }
        const { state } = view;
        const { $from, $to, empty } = state.selection;
        const text = data?.getData('text/plain').trim() ?? '';
        const href = /^\S+$/.test(text) ? linkOf(text) : null;
        if (href && !empty && $from.sameParent($to) && $from.parent.inlineContent && $from.parent.type.allowsMarkType(schema.marks.link)) {
          view.dispatch(state.tr.addMark($from.pos, $to.pos, schema.marks.link.create({ href })));
          return true;
        }
        if (LINES.includes($from.parent.type) && $from.sameParent($to) && slice.content.firstChild?.isBlock) {
          if ($from.parent.type === N.crosshead && slice.content.childCount > 1) return false;
          view.dispatch(state.tr.replaceSelection(wordsOf(slice, $from.parent.type)).scrollIntoView().setMeta('paste', true));
          return true;
        }
        return false;
      },
      handleDrop(view, event, _, moved) {
        const found = moved ? [] : files(event.dataTransfer);
        if (!found.length) return false;
        event.preventDefault();
        editor.pictures(found, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null);
        return true;
      },
    },
  });
}
