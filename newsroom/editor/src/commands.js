/** What can be done to the text. Each is a ProseMirror command: `(state, dispatch) => boolean`. */
import { setBlockType, toggleMark } from 'prosemirror-commands';
import { Fragment } from 'prosemirror-model';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import { NodeSelection, Selection, TextSelection } from 'prosemirror-state';
import { schema } from './schema.js';

const N = schema.nodes;
const M = schema.marks;

/** The innermost node of these types around the selection. */
export function around(state, ...types) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if (types.includes($from.node(depth).type)) return { node: $from.node(depth), pos: $from.before(depth), depth };
  }
  return null;
}

/** A crosshead, or a paragraph again if it is one. */
export function crosshead(level) {
  return (state, dispatch) => {
    const { parent } = state.selection.$from;
    if (parent.type === N.crosshead && parent.attrs.level === level) return setBlockType(N.paragraph)(state, dispatch);
    return setBlockType(N.crosshead, { level })(state, dispatch);
  };
}

export const paragraph = (state, dispatch) => setBlockType(N.paragraph)(state, dispatch);
export const codeBlock = (state, dispatch) =>
  setBlockType(state.selection.$from.parent.type === N.code_block ? N.paragraph : N.code_block)(state, dispatch);

/** A list; of the other kind if it is one already; no list if it is this kind. */
export function list(type) {
  return (state, dispatch) => {
    const found = around(state, N.bullet_list, N.ordered_list);
    if (!found) return wrapInList(type)(state, dispatch);
    if (found.node.type === type) return liftListItem(N.list_item)(state, dispatch);
    if (dispatch) dispatch(state.tr.setNodeMarkup(found.pos, type));
    return true;
  };
}

/** Blocks of the selection become a quotation; a quotation becomes its blocks. */
export function quote(state, dispatch) {
  const found = around(state, N.quote);
  if (found) return unwrap(found)(state, dispatch);
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => node.type === N.doc || node.type === N.list_item || node.type === N.aside);
  if (!range) return false;
  const blocks = [];
  for (let i = range.startIndex; i < range.endIndex; i++) {
    const node = range.parent.child(i);
    blocks.push(node.type === N.crosshead ? N.paragraph.create(null, node.content) : node);
  }
  const content = Fragment.fromArray([...blocks, N.cite.create()]);
  if (!N.quote.validContent(content)) return false;
  const node = N.quote.create(null, content);
  if (dispatch) {
    const tr = state.tr.replaceWith(range.start, range.end, node);
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(state.selection.from + 1))).scrollIntoView());
  }
  return true;
}

/** Takes a frame off what stands in it. */
function unwrap({ node, pos }) {
  return (state, dispatch) => {
    const inside = [];
    node.forEach((child) => {
      if (child.type === N.cite || child.type === N.pull_text || child.type === N.aside_title) {
        if (child.childCount) inside.push(N.paragraph.create(null, child.content));
      } else inside.push(child);
    });
    if (!inside.length) inside.push(N.paragraph.create());
    if (!dispatch) return true;
    const tr = state.tr.replaceWith(pos, pos + node.nodeSize, inside);
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(pos + 1))).scrollIntoView());
    return true;
  };
}

/** Words of the text lifted out: the paragraph becomes a pull quote, and a pull quote a paragraph. */
export function pull(state, dispatch) {
  const found = around(state, N.pull);
  if (found) return unwrap(found)(state, dispatch);
  const { $from, $to } = state.selection;
  const inOne = $from.sameParent($to) && $from.parent.isTextblock && $from.parent.type !== N.code_block;
  const content = inOne ? $from.parent.content.cut($from.parentOffset, $to.parentOffset) : null;
  return insertBlock(N.pull.create(null, [N.pull_text.create(null, content), N.cite.create()]))(state, dispatch);
}

/** Puts a block where the caret is: instead of an empty paragraph, else behind the block. */
export function insertBlock(node) {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const home = $from.depth > 1 && $from.node(1).type === N.aside && node.type.isInGroup('in_aside') ? 2 : 1;
    const depth = Math.min(home, $from.depth);
    let from;
    let to;
    if (depth === 0) from = to = state.selection.to;
    else {
      const here = $from.node(depth);
      const empty = here.type === N.paragraph && here.childCount === 0;
      from = empty ? $from.before(depth) : $from.after(depth);
      to = $from.after(depth);
    }
    const $at = state.doc.resolve(from);
    if (!$at.parent.canReplaceWith($at.index(), state.doc.resolve(to).indexAfter(), node.type) && from === to) return false;
    if (!dispatch) return true;
    const tr = state.tr.replaceWith(from, to, node);
    const end = from + node.nodeSize;
    // There is always a place to write behind what cannot be written behind.
    if (!tr.doc.nodeAt(end) && node.type !== N.paragraph) tr.insert(end, N.paragraph.create());
    const inside = Selection.findFrom(tr.doc.resolve(node.isAtom ? end : from), 1, true);
    if (inside) tr.setSelection(inside);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

export const rule = insertBlock(N.rule.create());
export const aside = (state, dispatch) => insertBlock(N.aside.create(null, [N.aside_title.create(), N.paragraph.create()]))(state, dispatch);

/** A mark on the selection. */
export const mark = (name, attrs) => toggleMark(M[name], attrs);

export function hasMark(state, name) {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(M[name].isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, M[name]);
}

/** The stretch that bears the mark at the caret. */
export function markRange(state, type) {
  const { $from } = state.selection;
  const { parent } = $from;
  const at = [parent.childAfter($from.parentOffset), parent.childBefore($from.parentOffset)].find(({ node }) => node && type.isInSet(node.marks));
  if (!at) return null;
  const mark = type.isInSet(at.node.marks);
  const bears = (index) => index >= 0 && index < parent.childCount && mark.isInSet(parent.child(index).marks);
  let from = at.offset;
  let to = at.offset + at.node.nodeSize;
  for (let i = at.index - 1; bears(i); i--) from -= parent.child(i).nodeSize;
  for (let i = at.index + 1; bears(i); i++) to += parent.child(i).nodeSize;
  return { from: $from.start() + from, to: $from.start() + to, mark };
}

/** A link on the selection or on the link the caret stands in; without an address none. */
export function setLink(range, href, text) {
  return (state, dispatch) => {
    const tr = state.tr;
    let { from, to } = range;
    if (from === to) {
      tr.insertText(text, from);
      to = from + text.length;
    }
    tr.removeMark(from, to, M.link);
    if (href) tr.addMark(from, to, M.link.create({ href }));
    tr.removeStoredMark(M.link);
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, to)).scrollIntoView());
    return true;
  };
}

export function sourceRef(n) {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    if (!$to.parent.type.contentMatch.matchType(N.source_ref) && !$to.parent.canReplaceWith($to.index(), $to.index(), N.source_ref)) return false;
    if (!$from.parent.inlineContent) return false;
    dispatch?.(state.tr.insert($to.pos, N.source_ref.create({ n })).scrollIntoView());
    return true;
  };
}

/** A note to the text behind the selection, to be written at once. */
export function note(state, dispatch) {
  const { $to } = state.selection;
  if (!$to.parent.inlineContent || !$to.parent.canReplaceWith($to.index(), $to.index(), N.note)) return false;
  if (dispatch) {
    const tr = state.tr.insert($to.pos, N.note.create());
    dispatch(tr.setSelection(NodeSelection.create(tr.doc, $to.pos)).setMeta('write-note', true));
  }
  return true;
}

export function hardBreak(state, dispatch) {
  const { $from, $to } = state.selection;
  if (!$from.sameParent($to) || $from.parent.type === N.code_block || !$from.parent.canReplaceWith($from.index(), $to.indexAfter(), N.hard_break)) return false;
  dispatch?.(state.tr.replaceSelectionWith(N.hard_break.create()).scrollIntoView());
  return true;
}

/** Puts the caret into a new paragraph behind the block at this depth; `drop` is taken away first. */
function writeBehind(state, dispatch, depth, drop) {
  if (!dispatch) return true;
  const { $from } = state.selection;
  const tr = state.tr;
  let at = $from.after(depth);
  if (drop) {
    tr.delete(drop.from, drop.to);
    at = tr.mapping.map(at);
  }
  tr.insert(at, N.paragraph.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
}

/** Enter where a line is one line: on to what comes next. */
export function enter(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty) return false;
  const { parent } = $from;
  switch (parent.type) {
    case N.caption:
    case N.cite:
      return writeBehind(state, dispatch, 1);
    case N.pull_text: {
      const at = $from.after() + 1;
      dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, at)).scrollIntoView());
      return true;
    }
    case N.aside_title: {
      const at = $from.after() + 1;
      dispatch?.(state.tr.setSelection(Selection.near(state.doc.resolve(at))).scrollIntoView());
      return true;
    }
    case N.cell:
    case N.head_cell:
      return hardBreak(state, dispatch) || true;
    case N.paragraph: {
      // An empty paragraph at the end of a quotation or box leads out of it.
      const frame = $from.node(-1);
      if (parent.childCount || (frame.type !== N.quote && frame.type !== N.aside)) return false;
      const blocks = frame.type === N.quote ? frame.childCount - 1 : frame.childCount;
      if ($from.index(-1) !== blocks - 1 || (frame.type === N.quote ? blocks < 2 : blocks < 3)) return false;
      return writeBehind(state, dispatch, $from.depth - 1, { from: $from.before(), to: $from.after() });
    }
    default:
      return false;
  }
}

/** Backspace at the very beginning of a frame takes the frame off, of a heading makes it a paragraph. */
export function backspace(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  const { parent } = $from;
  if (parent.type === N.crosshead || (parent.type === N.code_block && parent.childCount === 0)) return setBlockType(N.paragraph)(state, dispatch);
  if ($from.depth < 2) return false;
  const frame = $from.node(-1);
  const first = $from.index(-1) === 0;
  if (first && [N.quote, N.pull, N.aside].includes(frame.type)) return unwrap({ node: frame, pos: $from.before(-1) })(state, dispatch);
  // Nothing is joined across the edge of a caption, a name or a cell.
  return parent.type.spec.isolating === true;
}

/** A place to write behind the last block or before the first, where a caret could not go. */
export function beyond(by) {
  return (state, dispatch, view) => {
    const { selection, doc } = state;
    const edge = by > 0 ? doc.lastChild : doc.firstChild;
    const index = by > 0 ? selection.$to.indexAfter(0) - (selection.$to.depth ? 0 : 1) : selection.$from.index(0);
    if (edge.type === N.paragraph || edge.type === N.crosshead || index !== (by > 0 ? doc.childCount - 1 : 0)) return false;
    if (selection.$from.depth) {
      const inside = Selection.findFrom(by > 0 ? doc.resolve(selection.$to.after()) : doc.resolve(selection.$from.before()), by, true);
      if (inside || !view?.endOfTextblock(by > 0 ? 'down' : 'up')) return false;
    }
    return writeAt(by > 0 ? doc.content.size : 0)(state, dispatch);
  };
}

const writeAt = (pos) => (state, dispatch) => {
  if (dispatch) {
    const tr = state.tr.insert(pos, N.paragraph.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView());
  }
  return true;
};

/** A click below a last block that is no paragraph. */
export function writeBelow(view, y) {
  const { doc } = view.state;
  if (doc.lastChild.type === N.paragraph || y < view.dom.lastElementChild.getBoundingClientRect().bottom) return false;
  return writeAt(doc.content.size)(view.state, view.dispatch);
}

/** Moves the top-level blocks of the selection up or down. */
export function move(by) {
  return (state, dispatch) => {
    const { selection, doc } = state;
    const first = selection.$from.index(0);
    const last = Math.max(first, selection.$to.indexAfter(0) - 1);
    const other = by < 0 ? first - 1 : last + 1;
    if (other < 0 || other >= doc.childCount) return false;
    if (!dispatch) return true;
    const places = [];
    doc.forEach((_, offset) => places.push(offset));
    const end = (index) => places[index] + doc.child(index).nodeSize;
    const moved = doc.content.cut(places[first], end(last));
    const neighbour = Fragment.from(doc.child(other));
    const from = Math.min(places[first], places[other]);
    const tr = state.tr.replaceWith(from, Math.max(end(last), end(other)), by < 0 ? moved.append(neighbour) : neighbour.append(moved));
    const far = by * neighbour.size;
    const { anchor, head } = selection;
    tr.setSelection(
      selection instanceof NodeSelection
        ? NodeSelection.create(tr.doc, selection.from + far)
        : TextSelection.between(tr.doc.resolve(anchor + far), tr.doc.resolve(head + far)),
    );
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/* Tables: plain rows and columns. */

export function table(rows = 2, columns = 2) {
  const cells = (type) => Array.from({ length: columns }, () => type.create());
  const body = Array.from({ length: rows }, () => N.table_row.create(null, cells(N.cell)));
  return insertBlock(N.table.create(null, [N.caption.create(), N.table_head.create(null, cells(N.head_cell)), ...body]));
}

/** Where the caret is in its table. */
export function cellAt(state) {
  const found = around(state, N.table);
  if (!found) return null;
  const { $from } = state.selection;
  const row = $from.index(found.depth);
  const column = $from.depth > found.depth + 1 ? $from.index(found.depth + 1) : 0;
  return { ...found, row, column };
}

function rebuilt(state, dispatch, change) {
  const at = cellAt(state);
  if (!at) return false;
  const all = [];
  at.node.forEach((child) => all.push(child));
  const result = change(all, at);
  if (!result) return false;
  if (!dispatch) return true;
  const made = N.table.create(null, result.children);
  const tr = state.tr.replaceWith(at.pos, at.pos + at.node.nodeSize, made);
  let pos = at.pos + 1;
  const row = Math.min(result.row, made.childCount - 1);
  for (let i = 0; i < row; i++) pos += made.child(i).nodeSize;
  const line = made.child(row);
  pos += 1;
  for (let i = 0; i < Math.min(result.column, line.childCount - 1); i++) pos += line.child(i).nodeSize;
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(pos + (line.isTextblock ? 0 : 1)))).scrollIntoView());
  return true;
}

const emptyLike = (row) => {
  const cells = [];
  row.forEach(() => cells.push(N.cell.create()));
  return N.table_row.create(null, cells);
};

export const addRow = (state, dispatch) =>
  rebuilt(state, dispatch, (all, { row, column }) => {
    // Behind the headings at least.
    const at = Math.max(row, all.findIndex((child) => child.type === N.table_head)) + 1;
    const model = all[all.length - 1];
    return { children: [...all.slice(0, at), emptyLike(model), ...all.slice(at)], row: at, column };
  });

export const deleteRow = (state, dispatch) =>
  rebuilt(state, dispatch, (all, { row, column }) => {
    const bodies = all.filter((child) => child.type === N.table_row).length;
    if (row === 0 || (all[row].type === N.table_row && bodies === 1)) return null;
    return { children: all.filter((_, index) => index !== row), row: Math.max(row - 1, 1), column };
  });

const eachRow = (all, change) => all.map((child) => (child.isTextblock ? child : child.type.create(null, change(child))));
const cellsOf = (row) => {
  const out = [];
  row.forEach((cell) => out.push(cell));
  return out;
};

export const addColumn = (state, dispatch) =>
  rebuilt(state, dispatch, (all, { row, column }) => {
    const children = eachRow(all, (line) => {
      const cells = cellsOf(line);
      const type = line.type === N.table_head ? N.head_cell : N.cell;
      return [...cells.slice(0, column + 1), type.create(), ...cells.slice(column + 1)];
    });
    return { children, row: Math.max(row, 1), column: column + 1 };
  });

export const deleteColumn = (state, dispatch) =>
  rebuilt(state, dispatch, (all, { row, column }) => {
    if (all.some((line) => !line.isTextblock && line.childCount < 2)) return null;
    const children = eachRow(all, (line) => cellsOf(line).filter((_, index) => index !== column));
    return { children, row: Math.max(row, 1), column: Math.max(column - 1, 0) };
  });

/** The first row names the columns, or does no longer. */
export const toggleHead = (state, dispatch) =>
  rebuilt(state, dispatch, (all, { column }) => {
    const [caption, first, ...rest] = all;
    const inline = (cell, type) => type.create(null, cell.content.content.map((child) => (child.type === N.hard_break ? schema.text(' ') : child.mark(type.allowedMarks(child.marks)))));
    if (first.type === N.table_head) return { children: [caption, N.table_row.create(null, cellsOf(first).map((cell) => inline(cell, N.cell))), ...rest], row: 1, column };
    if (!rest.length) return null;
    return { children: [caption, N.table_head.create(null, cellsOf(first).map((cell) => inline(cell, N.head_cell))), ...rest], row: 1, column };
  });

export const deleteTable = (state, dispatch) => {
  const found = around(state, N.table);
  if (!found) return false;
  dispatch?.(state.tr.delete(found.pos, found.pos + found.node.nodeSize).scrollIntoView());
  return true;
};

/** A row more, and the caret in its first cell. */
const newRow = (state, dispatch) =>
  rebuilt(state, dispatch, (all, { row }) => ({
    children: [...all.slice(0, row + 1), emptyLike(all[all.length - 1]), ...all.slice(row + 1)],
    row: row + 1,
    column: 0,
  }));

/** To the next or previous cell; behind the last one a new row. */
export function nextCell(by) {
  return (state, dispatch) => {
    const at = cellAt(state);
    if (!at || at.row === 0) return false;
    const cells = [];
    at.node.forEach((line, offset) => {
      if (!line.isTextblock) line.forEach((cell, inner) => cells.push(at.pos + 1 + offset + 1 + inner));
    });
    const here = state.selection.$from.before();
    const next = cells[cells.indexOf(here) + by];
    if (next === undefined) return by > 0 && newRow(state, dispatch);
    if (dispatch) {
      const end = next + state.doc.nodeAt(next).nodeSize;
      dispatch(state.tr.setSelection(TextSelection.create(state.doc, next + 1, end - 1)).scrollIntoView());
    }
    return true;
  };
}
