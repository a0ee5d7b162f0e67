/** What can be put into the text: the slash menu and the button with the plus show the same list. */
import { setBlockType } from 'prosemirror-commands';
import * as does from './commands.js';
import { askEmbed, askPicture, askSource } from './dialogs.js';
import { schema } from './schema.js';

const N = schema.nodes;

/** A picture as it comes from the archive, as a node of the text. */
export function pictureNode({ id, alt = '', caption = '', credit = '', licence = '' }) {
  return N.figure.create({ file: id, alt, credit, licence }, N.caption.create(null, caption ? schema.text(caption) : null));
}

const run = (view, command) => {
  command(view.state, view.dispatch, view);
  view.focus();
};

/** Asks, then does; the caret comes back to where it was. */
async function asking(view, question, command) {
  const answer = await question;
  view.focus();
  if (answer !== null) run(view, command(answer));
}

/**
 * @param {{pictures: string, seen: (picture: any) => void}} site
 * @returns {{name: string, icon: string, keys?: string, run: (view: import('prosemirror-view').EditorView) => void}[]}
 */
export function inserts(site) {
  return [
    { name: 'crosshead', icon: 'heading', run: (view) => run(view, does.crosshead(2)) },
    { name: 'list', icon: 'list', run: (view) => run(view, does.list(N.bullet_list)) },
    { name: 'numbers', icon: 'numbers', run: (view) => run(view, does.list(N.ordered_list)) },
    { name: 'quote', icon: 'quote', run: (view) => run(view, does.quote) },
    { name: 'pull', icon: 'pull', run: (view) => run(view, does.pull) },
    {
      name: 'source',
      icon: 'source',
      keys: 'Ctrl ⇧ F',
      run: (view) => asking(view, askSource(), does.sourceRef),
    },
    {
      name: 'picture',
      icon: 'picture',
      run: (view) =>
        asking(view, askPicture(site.pictures), (picture) => {
          site.seen(picture);
          return does.insertBlock(pictureNode(picture));
        }),
    },
    {
      name: 'gallery',
      icon: 'picture',
      run: (view) =>
        asking(view, askPicture(site.pictures), (picture) => {
          site.seen(picture);
          return does.insertBlock(N.gallery.create(null, pictureNode(picture)));
        }),
    },
    { name: 'table', icon: 'table', run: (view) => run(view, does.table()) },
    { name: 'aside', icon: 'aside', run: (view) => run(view, does.aside) },
    { name: 'rule', icon: 'rule', run: (view) => run(view, does.rule) },
    { name: 'embed', icon: 'embed', run: (view) => asking(view, askEmbed(), (embed) => does.insertBlock(N.embed.create(embed))) },
    { name: 'note', icon: 'note', keys: 'Ctrl ⇧ M', run: (view) => run(view, does.note) },
    { name: 'code', icon: 'code', run: (view) => run(view, setBlockType(N.code_block)) },
  ];
}
