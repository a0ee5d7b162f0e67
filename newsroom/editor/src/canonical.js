/**
 * The one form a tree is kept in, as `markup/src/canonical.rs` makes it: for comparing what the server sends with
 * what was typed, and for bringing pasted text in order. The server has the last word; this is its echo.
 */

// Kept in step with chars.rs.
const FORBIDDEN =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufffe\uffff]/g;
const SPACE = /[\s\u0085]/u;
const FIXED = /[\u00a0\u2002-\u200a\u202f\u205f\u3000]/;

const visible = (s) => s.replace(FORBIDDEN, '');

/** A line of plain text as it is kept. */
export function line(s) {
  const out = settle([{ leaf: 'text', s: s ?? '', marks: {} }], false);
  return out.map((run) => run.s).join('');
}

const NAMES = ['link', 'lang', 'strong', 'emphasis', 'height'];
const same = (a, b) => NAMES.every((name) => a[name] === b[name]);
const common = (a, b) => Object.fromEntries(NAMES.filter((name) => a[name] && a[name] === b[name]).map((name) => [name, a[name]]));

/** A tree's text as a row of runs. */
export function flatten(text, marks = {}, inNote = false, out = []) {
  for (const item of text ?? []) {
    const inner = (more) => flatten(item.text, { ...marks, ...more }, inNote, out);
    switch (item.t) {
      case 'text':
      case 'code':
        out.push({ leaf: item.t, s: item.s, marks });
        break;
      case 'break':
        out.push({ leaf: 'break', marks });
        break;
      case 'source_ref':
        out.push({ leaf: 'ref', n: item.n, marks: {} });
        break;
      case 'note':
        if (inNote) inner({});
        else out.push({ leaf: 'note', text: nest(settle(flatten(item.text, {}, true), true)), marks: {} });
        break;
      case 'link':
        inner({ link: item.href });
        break;
      case 'lang':
        inner({ lang: item.lang });
        break;
      case 'sub':
      case 'sup':
        inner({ height: item.t });
        break;
      default:
        inner({ [item.t]: true });
    }
  }
  return out;
}

function join(runs) {
  const out = [];
  for (const run of runs) {
    const last = out[out.length - 1];
    if (last && last.leaf === run.leaf && (run.leaf === 'text' || run.leaf === 'code') && same(last.marks, run.marks)) last.s += run.s;
    else out.push({ ...run });
  }
  return out;
}

/** White space collapsed, trimmed and moved out of marks; empty runs gone; neighbours alike joined. */
export function settle(runs, breaks) {
  const out = [];
  let gap = '';
  let gaps = 0;
  let broken = false;
  const add = (run) => {
    const before = out[out.length - 1];
    if (before) {
      const marks = common(before.marks, run.marks);
      if (broken) out.push({ leaf: 'break', marks });
      else if (gaps) out.push({ leaf: 'text', s: gaps === 1 && FIXED.test(gap) ? gap : ' ', marks });
    }
    gaps = 0;
    broken = false;
    out.push(run);
  };
  const space = (c) => {
    if (!gaps++) gap = c;
  };
  for (const run of join(runs)) {
    if (run.leaf === 'break') {
      if (breaks) broken = true;
      else space(' ');
    } else if (run.leaf === 'text') {
      let word = '';
      const flush = () => {
        if (word) add({ leaf: 'text', s: word, marks: run.marks });
        word = '';
      };
      for (const c of visible(run.s)) {
        if (SPACE.test(c)) {
          flush();
          space(c);
        } else word += c;
      }
      flush();
    } else if (run.leaf === 'code') {
      const s = line(run.s);
      if (s) add({ ...run, s });
    } else if (run.leaf === 'note') {
      if (run.text.length) add(run);
    } else if (run.n >= 1 && run.n <= 999) add(run);
  }
  return join(out).map((run) => (run.s === undefined ? run : { ...run, s: run.s.normalize('NFC') }));
}

const LEAF = {
  text: (run) => ({ t: 'text', s: run.s }),
  code: (run) => ({ t: 'code', s: run.s }),
  break: () => ({ t: 'break' }),
  ref: (run) => ({ t: 'source_ref', n: run.n }),
  note: (run) => ({ t: 'note', text: run.text }),
};

/** The one tree that says what the runs say. */
export function nest(runs, depth = 0) {
  if (depth === NAMES.length) return runs.map((run) => LEAF[run.leaf](run));
  const name = NAMES[depth];
  const out = [];
  for (let i = 0, j; i < runs.length; i = j) {
    const value = runs[i].marks[name];
    j = i + 1;
    while (j < runs.length && runs[j].marks[name] === value) j++;
    const text = nest(runs.slice(i, j), depth + 1);
    if (!value) out.push(...text);
    else if (name === 'link') out.push({ t: 'link', href: value, text });
    else if (name === 'lang') out.push({ t: 'lang', lang: value, text });
    else if (name === 'height') out.push({ t: value, text });
    else out.push({ t: name, text });
  }
  return out;
}

const tidy = (text, breaks) => nest(settle(flatten(text), breaks));
const heading = (text) =>
  nest(settle(flatten(text).map((run) => ({ ...run, marks: { ...run.marks, strong: undefined } })), false));

function cite(text) {
  let runs = settle(flatten(text), false);
  while (runs[0]?.leaf === 'text' && /^[—–―]/.test(runs[0].s)) {
    runs[0].s = runs[0].s.slice(1);
    runs = settle(runs, false);
  }
  return nest(runs);
}

/** `{...object, [name]: value}` unless the value is empty. */
const some = (object, name, value) => (value && value.length !== 0 ? { ...object, [name]: value } : object);

function paragraph(text, lang) {
  let runs = settle(flatten(lang ? [{ t: 'lang', lang, text }] : text), true);
  const worded = runs.filter((run) => run.leaf === 'code' || (run.leaf === 'text' && run.s.trim()));
  const tag = worded[0]?.marks.lang;
  const lifted = tag && worded.every((run) => run.marks.lang === tag) ? tag : undefined;
  if (lifted) runs = join(runs.map((run) => ({ ...run, marks: { ...run.marks, lang: undefined } })));
  return runs.length ? [some({ t: 'paragraph', text: nest(runs) }, 'lang', lifted)] : [];
}

function table({ caption, head, rows }) {
  const title = tidy(caption, false);
  let top = head.map(heading);
  let body = rows.map((row) => row.map((cell) => tidy(cell, true))).filter((row) => row.some((cell) => cell.length));
  if (top.every((cell) => !cell.length)) top = [];
  const full = [...top, ...body.flat()].filter((cell) => cell.length);
  if (full.length <= 1) return [title, ...full].flatMap((text) => paragraph(text));
  if (!body.length) [top, body] = [[], [top]];
  const wide = Math.max(top.length, ...body.map((row) => row.length));
  const used = Array.from({ length: wide }, (_, at) => [top, ...body].some((row) => row[at]?.length));
  const fit = (row) => used.flatMap((yes, at) => (yes ? [row[at] ?? []] : []));
  const out = some({ t: 'table' }, 'caption', title);
  return [{ ...out, head: top.length ? fit(top) : [], rows: body.map(fit) }];
}

function pictureOf(p) {
  const alt = line(p.alt);
  let out = { file: line(p.file) };
  out = some(out, 'alt', alt);
  out = some(out, 'described_by_caption', Boolean(p.described_by_caption) && !alt);
  out = some(out, 'caption', tidy(p.caption, false));
  out = some(out, 'credit', line(p.credit));
  out = some(out, 'licence', line(p.licence));
  return some(out, 'source_type', (p.source_type ?? '').replace(/[^a-z0-9]/gi, ''));
}

function pictures(list, place, hoisted) {
  const out = [];
  const kept = [];
  for (const p of list.map(pictureOf)) {
    if (p.file) kept.push(p);
    else out.push(...paragraph(p.caption));
  }
  if (kept.length === 1) out.push({ t: 'figure', ...kept[0] });
  else if (kept.length) out.push({ t: 'gallery', pictures: kept });
  if (place === 'text') return out;
  hoisted.push(...out);
  return [];
}

function settleBlock(block, place, hoisted) {
  const inner = (list, where) => merge(list.flatMap((b) => settleBlock(b, where, hoisted)));
  switch (block.t) {
    case 'paragraph':
      return paragraph(block.text, block.lang);
    case 'crosshead': {
      const text = heading(block.text);
      if (place !== 'text') return paragraph([{ t: 'strong', text }]);
      return text.length ? [{ t: 'crosshead', level: Math.min(3, Math.max(2, block.level)), text }] : [];
    }
    case 'list': {
      const items = block.items.map((item) => inner(item, 'item')).filter((item) => item.length);
      return items.length ? [{ t: 'list', ordered: block.ordered, items }] : [];
    }
    case 'quote': {
      const who = cite(block.cite);
      if (place === 'quote') return [...inner(block.blocks, place), ...paragraph(who)];
      const blocks = inner(block.blocks, 'quote');
      return blocks.length ? [some({ t: 'quote', blocks }, 'cite', who)] : paragraph(who);
    }
    case 'pull': {
      if (place !== 'text') return settleBlock({ t: 'quote', blocks: [{ t: 'paragraph', text: block.text }], cite: block.cite }, place, hoisted);
      const text = tidy(block.text, true);
      return text.length ? [some({ t: 'pull', text }, 'cite', cite(block.cite))] : paragraph(cite(block.cite));
    }
    case 'figure':
      return pictures([block], place, hoisted);
    case 'gallery':
      return pictures(block.pictures, place, hoisted);
    case 'table':
      if (place === 'text' || place === 'aside') return table(block);
      hoisted.push(...table(block));
      return [];
    case 'aside': {
      if (place !== 'text') return [...settleBlock({ t: 'crosshead', level: 3, text: block.title ?? [] }, place, hoisted), ...inner(block.blocks, place)];
      const title = heading(block.title);
      const blocks = inner(block.blocks, 'aside');
      return blocks.length ? [{ ...some({ t: 'aside' }, 'title', title), blocks }] : paragraph(title);
    }
    case 'entry':
      return place === 'text' ? [block] : settleBlock({ t: 'crosshead', level: 3, text: [{ t: 'text', s: block.title ?? '' }] }, place, hoisted);
    case 'rule':
      return place === 'text' ? [block] : [];
    case 'code': {
      const lines = visible(block.text.replace(/\r\n?/g, '\n')).split('\n');
      while (lines.length && !lines[0].trim()) lines.shift();
      while (lines.length && !lines[lines.length - 1].trim()) lines.pop();
      const text = lines.join('\n').normalize('NFC');
      return text ? [some({ t: 'code', text }, 'lang', block.lang)] : [];
    }
    default: {
      const title = line(block.title) || block.url;
      if (place !== 'text') return paragraph([{ t: 'link', href: block.url, text: [{ t: 'text', s: title }] }]);
      return block.url ? [{ t: 'embed', url: block.url, title }] : paragraph([{ t: 'text', s: title }]);
    }
  }
}

function merge(blocks) {
  const out = [];
  for (const block of blocks) {
    const last = out[out.length - 1];
    if (block.t === 'rule' && last?.t === 'rule') continue;
    if (block.t === 'list' && last?.t === 'list' && last.ordered === block.ordered) out[out.length - 1] = { ...last, items: [...last.items, ...block.items] };
    else out.push(block);
  }
  return out;
}

/** One block in canonical form: none, one, or several where something had to leave it. */
export function canonicalBlock(block) {
  const hoisted = [];
  const out = settleBlock(block, 'text', hoisted);
  return [...out, ...hoisted];
}

/** Blocks in canonical form. */
export const canonical = (blocks) => merge(blocks.flatMap(canonicalBlock));
