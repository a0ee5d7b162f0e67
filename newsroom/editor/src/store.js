/**
 * The copy of the text in this browser: IndexedDB, one record for each article and open page. What the last
 * moment before the page went away held is also in localStorage, which is written before the page is gone.
 */

const NAME = 'colophon-editor';
const COPIES = 'copies';

/**
 * @typedef {object} Copy
 * @property {string} article
 * @property {string} tab the open page that wrote it
 * @property {number} saves what the text rests on
 * @property {number} edit counts the changes of that page
 * @property {number} at milliseconds
 * @property {Record<string, string | string[]>} fields
 * @property {string} tree JSON
 * @property {{edit: number, fields: Record<string, string | string[]>, tree: string} | null} sent what went off
 *   without an answer
 */

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(COPIES, { keyPath: ['article', 'tab'] });
  return done(request);
}

const lastKey = (article, tab) => `${NAME}:${article}:${tab}`;

export class Store {
  /** @param {string} article @param {string} tab */
  constructor(article, tab) {
    this.article = article;
    this.tab = tab;
    // In a promise from the start: a browser without a database must still show the text.
    this.db = Promise.resolve().then(open);
    this.db.catch(() => {});
    // Held as long as the page lives: its copy is nobody else's to restore.
    navigator.locks?.request(lastKey(article, tab), () => new Promise(() => {})).catch(() => {});
  }

  async run(mode, work) {
    const transaction = (await this.db).transaction(COPIES, mode, { durability: mode === 'readwrite' ? 'strict' : 'default' });
    const result = work(transaction.objectStore(COPIES));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    return result?.result;
  }

  /** @param {Copy} copy */
  put(copy) {
    return this.run('readwrite', (copies) => copies.put({ ...copy, article: this.article, tab: this.tab }));
  }

  /** @param {string} [tab] */
  async remove(tab = this.tab) {
    try {
      localStorage.removeItem(lastKey(this.article, tab));
    } catch {
      // No localStorage: then there is nothing in it.
    }
    await this.run('readwrite', (copies) => copies.delete([this.article, tab]));
  }

  /** Writes before it returns. @param {Copy} copy */
  last(copy) {
    try {
      localStorage.setItem(lastKey(this.article, this.tab), JSON.stringify({ ...copy, article: this.article, tab: this.tab }));
    } catch {
      // Full or forbidden: the copy in the database is at most 200 ms old.
    }
  }

  /** Copies of this article that no open page holds, newest first. @returns {Promise<Copy[]>} */
  async orphans() {
    const range = IDBKeyRange.bound([this.article], [this.article, '\uffff']);
    const found = new Map();
    const keep = (copy) => {
      const other = found.get(copy.tab);
      if (!other || other.at < copy.at) found.set(copy.tab, copy);
    };
    for (const copy of (await this.run('readonly', (copies) => copies.getAll(range)).catch(() => [])) ?? []) keep(copy);
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(lastKey(this.article, ''))) keep(JSON.parse(localStorage.getItem(key) ?? 'null'));
      }
    } catch {
      // As above.
    }
    const locks = (await navigator.locks?.query().catch(() => null))?.held?.map((lock) => lock.name) ?? [];
    return [...found.values()].filter((copy) => copy.tab !== this.tab && !locks.includes(lastKey(this.article, copy.tab))).sort((a, b) => b.at - a.at);
  }
}
