/** The bar over the text: one tab stop, arrows move in it. */
import { redo, undo } from 'prosemirror-history';
import * as does from './commands.js';
import { freshId, h, icon } from './dom.js';
import { schema } from './schema.js';
import { t } from './words.js';

const N = schema.nodes;

/**
 * @param {import('prosemirror-view').EditorView} view
 * @param {{inserts: any[], link: () => void, lang: () => void, find: () => void, quiet: () => void}} actions
 */
export function toolbar(view, actions) {
  const insert = (name) => actions.inserts.find((item) => item.name === name).run;
  const command = (run) => () => {
    run(view.state, view.dispatch, view);
    view.focus();
  };
  const inside = (type, attrs) => (state) => {
    const found = does.around(state, type);
    return Boolean(found && Object.entries(attrs ?? {}).every(([name, value]) => found.node.attrs[name] === value));
  };
  const marked = (name) => (state) => does.hasMark(state, name);
  const buttons = [];
  const button = (name, drawing, run, { active, keys } = {}) => {
    const label = t(name);
    const element = h('button', { type: 'button', 'aria-label': label, title: keys ? `${label} (${keys})` : label, tabindex: '-1', 'aria-pressed': active ? 'false' : null }, icon(drawing));
    // The selection stays in the text while a button is pressed.
    element.addEventListener('mousedown', (event) => event.preventDefault());
    element.addEventListener('click', run);
    buttons.push({ element, active });
    return element;
  };
  const menu = (name, drawing, items) => {
    const list = h('div', { class: 'ed-menu', role: 'menu', id: freshId('menu'), 'aria-label': t(name), hidden: true });
    const opener = button(name, drawing, () => toggle(list.hidden));
    opener.setAttribute('aria-haspopup', 'menu');
    opener.setAttribute('aria-expanded', 'false');
    const toggle = (open) => {
      list.hidden = !open;
      opener.setAttribute('aria-expanded', String(open));
      if (open) list.children[0].focus();
    };
    for (const item of items) {
      list.append(
        h(
          'button',
          {
            type: 'button',
            role: 'menuitem',
            tabindex: '-1',
            onclick: () => {
              toggle(false);
              item.run(view);
            },
          },
          item.icon ? icon(item.icon) : null,
          h('span', {}, item.label),
          item.keys ? h('kbd', {}, item.keys) : null,
        ),
      );
    }
    list.addEventListener('keydown', (event) => {
      const all = [...list.children];
      const at = all.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
      if (event.key === 'Escape') {
        toggle(false);
        opener.focus();
      } else if (event.key === 'Tab') toggle(false);
      else if (to !== undefined) all.at(to % all.length)?.focus();
      else return;
      if (event.key !== 'Tab') event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener('focusout', (event) => {
      if (!list.contains(event.relatedTarget) && event.relatedTarget !== opener) toggle(false);
    });
    return h('span', { class: 'ed-pop' }, opener, list);
  };
  const more = (name, run, keys) => ({ label: t(name), run: typeof run === 'function' ? run : undefined, keys });
  const bar = h(
    'div',
    { class: 'bar2 ed-bar', role: 'toolbar', 'aria-label': t('toolbar') },
    button('crosshead', 'heading', command(does.crosshead(2)), { active: inside(N.crosshead, { level: 2 }), keys: 'Ctrl Alt 2' }),
    button('bold', 'bold', command(does.mark('strong')), { active: marked('strong'), keys: 'Ctrl B' }),
    button('italic', 'italic', command(does.mark('emphasis')), { active: marked('emphasis'), keys: 'Ctrl I' }),
    button('link', 'link', actions.link, { active: marked('link'), keys: 'Ctrl K' }),
    button('list', 'list', command(does.list(N.bullet_list)), { active: inside(N.bullet_list) }),
    button('quote', 'quote', command(does.quote), { active: inside(N.quote) }),
    button('source', 'source', () => insert('source')(view), { keys: 'Ctrl ⇧ F' }),
    button('note', 'note', command(does.note), { keys: 'Ctrl ⇧ M' }),
    button('picture', 'picture', () => insert('picture')(view)),
    menu('insert', 'plus', actions.inserts.map((item) => ({ ...item, label: t(`insert-${item.name}`) }))),
    button('undo', 'undo', command(undo), { keys: 'Ctrl Z' }),
    button('redo', 'redo', command(redo), { keys: 'Ctrl ⇧ Z' }),
    button('find', 'find', actions.find, { keys: 'Ctrl F' }),
    menu('more', 'more', [
      more('paragraph', command(does.paragraph), 'Ctrl Alt 0'),
      more('crosshead-3', command(does.crosshead(3)), 'Ctrl Alt 3'),
      more('numbers', command(does.list(N.ordered_list))),
      more('code', command(does.mark('code'))),
      more('sub', command(does.mark('sub'))),
      more('sup', command(does.mark('sup'))),
      more('lang', actions.lang),
      more('move-up', command(does.move(-1)), 'Alt ⇧ ↑'),
      more('move-down', command(does.move(1)), 'Alt ⇧ ↓'),
      more('quiet', actions.quiet, 'Ctrl .'),
    ]),
  );
  const tables = h(
    'div',
    { class: 'ed-bar ed-tablebar', role: 'toolbar', 'aria-label': t('table'), hidden: true },
    ...[
      ['row-add', does.addRow],
      ['row-delete', does.deleteRow],
      ['column-add', does.addColumn],
      ['column-delete', does.deleteColumn],
      ['head', does.toggleHead],
      ['table-delete', does.deleteTable],
    ].map(([name, run]) => {
      const element = h('button', { type: 'button', class: 'btn sm gh', tabindex: '-1', onclick: command(run) }, t(name));
      element.addEventListener('mousedown', (event) => event.preventDefault());
      return element;
    }),
  );
  rove(bar, () => buttons.map((b) => b.element), view);
  rove(tables, () => [...tables.children], view);
  let shown = '';
  const update = (state) => {
    let now = '';
    for (const { active } of buttons) now += active ? Number(active(state)) : '';
    const inTable = Boolean(does.around(state, N.table));
    now += inTable;
    if (now === shown) return;
    shown = now;
    for (const { element, active } of buttons) if (active) element.setAttribute('aria-pressed', String(active(state)));
    tables.hidden = !inTable;
  };
  return { bar: h('div', { class: 'ed-bars' }, bar, tables), update };
}

/** One tab stop for all buttons. */
function rove(bar, list, view) {
  list()[0].tabIndex = 0;
  bar.addEventListener('keydown', (event) => {
    const all = list();
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const forward = getComputedStyle(bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const to = { [forward]: at + 1, [back]: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') view.focus();
    else if (to === undefined) return;
    else all.at(to % all.length).focus();
    event.preventDefault();
  });
  bar.addEventListener('focusin', (event) => {
    if (!list().includes(event.target)) return;
    for (const element of list()) element.tabIndex = element === event.target ? 0 : -1;
  });
}
