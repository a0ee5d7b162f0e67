import assert from 'node:assert/strict';
import test from 'node:test';
import { typed } from '../src/typography.js';

/** What stands there after these keys were pressed one by one. */
function keys(text, lang) {
  let out = '';
  for (const c of text) {
    const better = typed(out, c, lang);
    out = better ? out.slice(0, out.length - better.back) + better.text : out + c;
  }
  return out;
}

const CASES = {
  it: [
    ['Disse: "Vengo".', 'Disse: «Vengo».'],
    ['"Ha detto "no" a tutti"', '«Ha detto “no” a tutti»'],
    ["l'argine dell'Arno", 'l’argine dell’Arno'],
    ["E' vero perche' cosi' e'", 'È vero perché così è'],
    ["c'e' un po' di citta'", 'c’è un po’ di città'],
    ["CITTA' e universita' e societa'", 'CITTÀ e università e società'],
    ["anche' poche' porta' carta'", 'anche’ poche’ porta’ carta’'],
    ["di' la verita'", 'di’ la verità'],
    ["gli anni '68", 'gli anni ’68'],
    ['aspetta... no....', 'aspetta… no….'],
    ['uno - due -- tre', 'uno – due – tre'],
    ['--', '--'],
    ['https://example.org/a"b\'c', 'https://example.org/a"b\'c'],
  ],
  'en-GB': [
    ['He said "yes".', 'He said “yes”.'],
    ["don't", 'don’t'],
    ["'Well,' she said", '‘Well,’ she said'],
    ["the '90s 'tis true", 'the ’90s ’tis true'],
    ['one - two--three', 'one – two—three'],
    ["E' vero", 'E’ vero'],
  ],
  de: [['"Ja" - \'nein\'...', '"Ja" - \'nein\'...']],
};

for (const [lang, cases] of Object.entries(CASES)) {
  test(`as one types in ${lang}`, () => {
    for (const [pressed, stands] of cases) assert.equal(keys(pressed, lang), stands);
  });
}
