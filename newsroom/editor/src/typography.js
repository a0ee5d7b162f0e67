/**
 * The typesetter's hand while one types: quotation marks, apostrophes, accents, dashes, ellipsis, by language.
 * Only what is certain; the rest the gate suggests (`markup/src/typography`). Each can be taken back at once.
 */

const QUOTES = { it: ['«', '»', '“', '”'], en: ['“', '”', '‘', '’'] };

/** Words whose apostrophe can only be an accent. */
const ACCENTS =
  'è é cioè più già così può però ciò giù là lì sì sarà avrà farà dirà starà andrà verrà dovrà potrà vorrà saprà vedrà terrà resterà finirà ' +
  'dovrò potrò andrò verrò caffè virtù gioventù tribù laggiù quaggiù lassù quassù perciò perché poiché affinché benché finché anziché ' +
  'cosicché giacché purché nonché sicché dacché macché granché ventitré lunedì martedì mercoledì giovedì venerdì città verità libertà bontà ' +
  'difficoltà facoltà volontà maestà povertà novità realtà fedeltà crudeltà metà età pietà comò oblò falò però papà bebè ahimè bensì ' +
  'mezzodì altresì colpì servitù chissà quantità';
const plain = (s) => s.normalize('NFD').replace(/\p{M}/gu, '');
const BY_PLAIN = new Map(ACCENTS.split(' ').map((word) => [plain(word), word]));
BY_PLAIN.set('e', 'è');

/** The word with its accent, if the apostrophe typed behind it can be nothing else. */
function accented(word) {
  const lower = word.toLowerCase();
  const known = BY_PLAIN.get(lower) ?? (/^\p{L}{3,}(?:it|et)a$/u.test(lower) ? `${lower.slice(0, -1)}à` : null);
  if (!known || known === lower) return null;
  const upper = word.length > 1 ? word === word.toUpperCase() : false;
  if (upper) return known.toUpperCase();
  return word[0] === word[0].toUpperCase() ? known[0].toUpperCase() + known.slice(1) : known;
}

const opens = (c) => c === '' || /[\s(\[«“‘—–\ufffc]/.test(c);
/** Whether an opening sign is still without its closing one. */
const isOpen = (before, open, close) => before.lastIndexOf(open) > before.lastIndexOf(close);

/** English words that begin with an apostrophe, known once the letter behind them is typed. */
const BEGINS = /(^|[\s(“])‘(tis|twas|em|til|cause|n|[0-9]{2}s?)$/i;

/**
 * What to write instead of a character just typed.
 * @param {string} before the text before it, from the beginning of the paragraph
 * @param {string} c
 * @param {string} lang BCP 47
 * @returns {{back: number, text: string} | null} characters of `before` to take away, and what to write
 */
export function typed(before, c, lang) {
  const tongue = lang.split(/[-_]/)[0].toLowerCase();
  const marks = QUOTES[tongue];
  if (!marks) return null;
  const last = before.slice(-1);
  if (/(?:\S*:\/\/|www\.|@)\S*$/.test(before) && c !== ' ') return null;
  switch (c) {
    case '"': {
      const nested = isOpen(before, marks[0], marks[1]);
      if (opens(last)) return { back: 0, text: nested && tongue === 'it' ? marks[2] : marks[0] };
      return { back: 0, text: tongue === 'it' && isOpen(before, '“', '”') ? '”' : marks[1] };
    }
    case "'": {
      const word = /\p{L}+$/u.exec(before)?.[0] ?? '';
      if (!word) return { back: 0, text: opens(last) && tongue === 'en' ? '‘' : '’' };
      if (tongue === 'it' && !isOpen(before, '‘', '’')) {
        const better = accented(word);
        const edge = before.slice(0, -word.length).slice(-1);
        if (better && !/[\p{L}\p{N}_]/u.test(edge)) return { back: word.length, text: better };
      }
      return { back: 0, text: '’' };
    }
    case '.':
      return /(^|[^.])\.\.$/.test(before) ? { back: 2, text: '…' } : null;
    case '-':
      if (last !== '-' || before.length < 2 || before.endsWith('--')) return null;
      return { back: 1, text: tongue === 'en' && !/\s-$/.test(before) ? '—' : '–' };
    case ' ': {
      if (/\S -$/.test(before)) return { back: 1, text: '– ' };
      const begins = tongue === 'en' ? BEGINS.exec(before) : null;
      return begins ? { back: begins[2].length + 1, text: `’${begins[2]} ` } : null;
    }
    default:
      return null;
  }
}

/** Characters at which something may happen. */
export const TRIGGERS = /["'.\- ]$/;
