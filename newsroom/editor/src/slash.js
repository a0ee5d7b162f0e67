/** The menu that `/` opens at the caret. The focus stays in the text; the list is told by `aria-activedescendant`. */
import { Plugin, PluginKey } from 'prosemirror-state';
import { h, icon, say } from './dom.js';
import { fold } from './find.js';
import { schema } from './schema.js';
import { t } from './words.js';

const key = new PluginKey('slash');
const QUERY = /(?:^|\s)\/([\p{L} ]{0,20})$/u;

/** Where the menu's `/` stands and what was typed behind it, if the caret is there. */
function asked(state) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type !== schema.nodes.paragraph || $from.depth > 2) return null;
  const text = $from.parent.textBetween(Math.max(0, $from.parentOffset - 24), $from.parentOffset, null, '\ufffc');
  const match = QUERY.exec(text);
  return match && { from: $from.pos - match[1].length - 1, query: match[1] };
}

export function slash(items) {
  const matches = (query) => {
    const wanted = fold(query.trim(), true).text;
    const rank = (item) => {
      const words = fold(`${t(`insert-${item.name}`)} ${t(`insert-${item.name}-help`)}`, true).text;
      if (words.startsWith(wanted)) return 0;
      return words.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
    };
    return items.filter((item) => rank(item) < 2).sort((a, b) => rank(a) - rank(b));
  };
  return new Plugin({
    key,
    state: {
      init: () => ({ open: null, at: 0, shut: null }),
      apply(tr, old, _, state) {
        const meta = tr.getMeta(key);
        if (meta?.shut) return { open: null, at: 0, shut: old.open?.from ?? null };
        if (meta?.at !== undefined) return { ...old, at: meta.at };
        if (!tr.docChanged && !tr.selectionSet) return old;
        const found = asked(state);
        if (!found) return { open: null, at: 0, shut: null };
        if (found.from === old.shut) return { open: null, at: 0, shut: old.shut };
        // It opens where `/` is typed, not where the caret comes by.
        if (!old.open && !(tr.docChanged && found.query === '')) return { open: null, at: 0, shut: null };
        const hits = matches(found.query);
        if (!hits.length) return { open: null, at: 0, shut: null };
        return { open: { ...found, hits }, at: old.open?.query === found.query ? old.at : 0, shut: null };
      },
    },
    props: {
      attributes: (state) => {
        const { open, at } = key.getState(state);
        return open ? { 'aria-activedescendant': `ed-slash-${at}`, 'aria-controls': 'ed-slash', 'aria-haspopup': 'listbox' } : {};
      },
      handleKeyDown(view, event) {
        const { open, at } = key.getState(view.state);
        if (!open || event.isComposing) return false;
        const to = (index) => view.dispatch(view.state.tr.setMeta(key, { at: (index + open.hits.length) % open.hits.length }));
        if (event.key === 'ArrowDown') to(at + 1);
        else if (event.key === 'ArrowUp') to(at - 1);
        else if (event.key === 'Escape') view.dispatch(view.state.tr.setMeta(key, { shut: true }));
        else if (event.key === 'Enter' || event.key === 'Tab') choose(view, open.hits[at]);
        else return false;
        return true;
      },
    },
    view(view) {
      const box = h('div', { class: 'slash', role: 'listbox', id: 'ed-slash', 'aria-label': t('insert'), hidden: true });
      view.dom.parentNode.append(box);
      return {
        update(current) {
          const { open, at } = key.getState(current.state);
          if (!open) {
            box.hidden = true;
            return;
          }
          box.replaceChildren(
            ...open.hits.map((item, index) =>
              h(
                'div',
                {
                  role: 'option',
                  tabindex: '-1',
                  id: `ed-slash-${index}`,
                  'aria-selected': String(index === at),
                  onmousedown: (event) => {
                    event.preventDefault();
                    choose(current, item);
                  },
                },
                icon(item.icon),
                h('span', {}, t(`insert-${item.name}`), h('small', {}, t(`insert-${item.name}-help`))),
                item.keys ? h('kbd', {}, item.keys) : null,
              ),
            ),
          );
          if (box.hidden) say(t('insert-open'));
          box.hidden = false;
          place(box, current, open.from);
          box.children[at]?.scrollIntoView({ block: 'nearest' });
        },
        destroy: () => box.remove(),
      };
    },
  });

  function choose(view, item) {
    const { open } = key.getState(view.state);
    view.dispatch(view.state.tr.delete(open.from, view.state.selection.from));
    item.run(view);
  }
}

/** What sticks to the upper and lower edge of the window, in pixels. */
export const EDGE = 64;

/** Puts a box below a place of the text, above it where there is no room. */
export function place(box, view, pos) {
  const at = view.coordsAtPos(pos);
  const frame = box.offsetParent?.getBoundingClientRect() ?? document.body.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + height + EDGE < window.innerHeight || at.top < height + EDGE;
  box.style.top = `${(below ? at.bottom + 6 : at.top - height - 6) - frame.top}px`;
  const left = Math.max(0, Math.min(at.left - frame.left, frame.width - width));
  box.style.left = `${left}px`;
}

