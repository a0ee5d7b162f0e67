/**
 * When and how the text is saved. Nothing typed is ever lost:
 *
 * - each change goes into this browser's copy within {@link COPY_MS}, before anything else;
 * - the server is asked {@link QUIET_MS} after the last change, under constant typing every {@link LONGEST_MS},
 *   one request at a time;
 * - what went off without an answer goes off again word for word, so that a save the server made and could not
 *   tell of is never taken for somebody else's;
 * - the copy is removed only when the server acknowledged exactly what stands there.
 */

/** Milliseconds. */
export const COPY_MS = 150;
export const QUIET_MS = 800;
export const LONGEST_MS = 5_000;
export const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** Largest body a browser sends after the page is gone, in characters; the standard's limit is 64 KiB in all. */
export const KEEPALIVE_MAX = 15_000;

/** @typedef {'saved' | 'waiting' | 'saving' | 'offline' | 'signed-out' | 'refused' | 'conflict'} State */

/**
 * @typedef {object} Snapshot
 * @property {Record<string, string | string[]>} fields
 * @property {string} tree JSON
 */

/**
 * @typedef {object} Host what the saving needs of the page
 * @property {(sent: boolean) => Snapshot} snapshot what stands there now; `sent` starts keeping what changes since
 * @property {(merged: object, sent: Snapshot) => boolean} bring takes in what others wrote; true if it stands now as the
 *   server has it, false if words typed meanwhile stood in the way and people have to choose
 * @property {(answer: object, sent: Snapshot) => void} clash shows what people have to choose between
 * @property {(state: State, facts: object) => void} show
 * @property {(list: object[]) => void} findings
 * @property {(list: object[]) => void} topics
 */

const SYSTEM = { set: (work, ms) => setTimeout(work, ms), clear: (id) => clearTimeout(id), now: () => Date.now() };

export class Saving {
  /**
   * @param {Host} host
   * @param {{saves: number, post: (body: string, leaving?: boolean) => Promise<{status: number, json: any}>, store: any, timers?: typeof SYSTEM}} with_
   */
  constructor(host, { saves, post, store, timers = SYSTEM }) {
    Object.assign(this, { host, saves, post, store, timers });
    /** Counts changes; what the server has, and what the copy has, is told by this number. */
    this.edit = 0;
    this.acknowledged = 0;
    this.copied = 0;
    /** @type {{edit: number, snapshot: Snapshot, saves: number, under: boolean} | null} sent and not yet answered */
    this.flying = null;
    this.failures = 0;
    this.since = null;
    /** @type {State} */
    this.state = 'saved';
    this.quiet = this.longest = this.copying = this.retry = null;
    this.chain = Promise.resolve();
    this.waiters = [];
  }

  get isDirty() {
    return this.edit !== this.acknowledged || this.flying !== null;
  }

  /** Something was changed by the person here. */
  changed() {
    this.edit++;
    this.copying ??= this.timers.set(() => this.copy(), COPY_MS);
    if (this.state === 'conflict') return;
    // Without an answer the next attempt is set already, and a key does not hasten it.
    if (this.retry !== null) return;
    if (this.state === 'saved' || this.state === 'refused') this.show('waiting');
    this.timers.clear(this.quiet);
    this.quiet = this.timers.set(() => this.save(), QUIET_MS);
    this.longest ??= this.timers.set(() => this.save(), LONGEST_MS);
  }

  show(state, facts = {}) {
    this.state = state;
    this.host.show(state, { since: this.since, at: this.timers.now(), ...facts });
    if (state !== 'saving' && state !== 'waiting') for (const tell of this.waiters.splice(0)) tell(!this.isDirty);
  }

  record() {
    const { fields, tree } = this.host.snapshot(false);
    const sent = this.flying && { edit: this.flying.edit, ...plain(this.flying.snapshot) };
    return { saves: this.saves, edit: this.edit, at: this.timers.now(), fields, tree, sent };
  }

  /** Writes the copy; writes follow each other. */
  copy() {
    this.timers.clear(this.copying);
    this.copying = null;
    const record = this.record();
    this.chain = this.chain
      .then(() => this.store.put(record))
      .then(
        () => {
          this.copied = record.edit;
        },
        () => this.host.show('no-copy', {}),
      );
    return this.chain;
  }

  /** Whether something typed is neither at the server nor in the copy. */
  get isNowhere() {
    return this.isDirty && this.copied !== this.edit;
  }

  /** Removes the copy, if nothing was changed since the server acknowledged it. */
  uncopy() {
    this.chain = this.chain
      .then(() => {
        if (this.isDirty) return undefined;
        this.timers.clear(this.copying);
        this.copying = null;
        return this.store.remove();
      })
      .catch(() => {});
    return this.chain;
  }

  stop() {
    this.timers.clear(this.quiet);
    this.timers.clear(this.longest);
    this.timers.clear(this.retry);
    this.quiet = this.longest = this.retry = null;
  }

  /**
   * Saves now, if there is anything to save and nothing is under way.
   * @param {boolean} [asked] a person asked: also if nothing changed
   */
  async save(asked = false) {
    this.timers.clear(this.quiet);
    this.timers.clear(this.longest);
    this.quiet = this.longest = null;
    if (this.state === 'conflict' || this.flying?.under) return;
    if (!this.isDirty) {
      if (asked) this.show('saved');
      return;
    }
    this.timers.clear(this.retry);
    this.retry = null;
    this.flying ??= { edit: this.edit, snapshot: this.host.snapshot(true), saves: this.saves, under: false };
    const flight = this.flying;
    flight.under = true;
    if (this.state !== 'offline' && this.state !== 'signed-out') this.show('saving');
    let answer;
    try {
      answer = await this.post(bodyOf(flight));
    } catch {
      answer = { status: 0, json: null };
    }
    flight.under = false;
    this.answered(answer, flight);
  }

  answered({ status, json }, flight) {
    if (status === 200 && Number.isInteger(json?.saves)) return this.accepted(json, flight);
    if (status === 409 && json?.conflicts) return this.clashed(json, flight);
    if (status === 401) {
      this.show('signed-out');
      this.copy();
      this.retry = this.timers.set(() => this.save(), 20_000);
      return undefined;
    }
    if (status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429) {
      this.flying = null;
      this.since = null;
      this.failures = 0;
      this.show('refused', { message: json?.message });
      if (flight.edit !== this.edit) this.quiet = this.timers.set(() => this.save(), QUIET_MS);
      return undefined;
    }
    this.since ??= this.timers.now();
    this.show('offline');
    this.copy();
    const wait = BACKOFF_MS[Math.min(this.failures++, BACKOFF_MS.length - 1)];
    this.retry = this.timers.set(() => this.save(), wait);
    return undefined;
  }

  accepted(json, flight) {
    this.flying = null;
    this.failures = 0;
    const back = this.since !== null;
    this.since = null;
    this.saves = json.saves;
    this.acknowledged = flight.edit;
    const whole = json.merged ? this.host.bring(json.merged, flight.snapshot) : true;
    if (json.findings) this.host.findings(json.findings);
    if (json.topics) this.host.topics(json.topics);
    if (!whole) {
      this.edit++;
      this.next = json.saves;
      this.show('conflict');
      this.copy();
      return;
    }
    if (this.isDirty) {
      this.show('waiting', { saved_at: json.saved_at, back });
      // What was typed meanwhile may not wait for a pause of its own.
      this.quiet ??= this.timers.set(() => this.save(), QUIET_MS);
      if (this.waiters.length) this.save();
    } else {
      this.show('saved', { saved_at: json.saved_at, back });
      this.uncopy();
    }
  }

  clashed(json, flight) {
    this.flying = null;
    this.failures = 0;
    this.since = null;
    this.stop();
    this.next = json.saves;
    this.host.clash(json, flight.snapshot);
    this.show('conflict', { by: json.by });
    this.copy();
  }

  /** The people chose: what stands there now rests on what the others wrote. */
  chosen() {
    if (this.state !== 'conflict') return;
    this.saves = this.next ?? this.saves;
    this.edit++;
    this.show('waiting');
    this.copy();
    this.save();
  }

  /** Saves until nothing is left to save; false if that is not to be had now. */
  settled() {
    if (!this.isDirty) return Promise.resolve(true);
    if (this.state === 'conflict') return Promise.resolve(false);
    const told = new Promise((resolve) => this.waiters.push(resolve));
    this.save();
    return told;
  }

  /** A copy of an earlier page was put back; it rests on `saves` of that time. */
  restored(copy, sent) {
    this.saves = copy.saves;
    this.edit = 1;
    if (sent) this.flying = { edit: 0, snapshot: sent, saves: copy.saves, under: false };
    this.copy();
    this.show('waiting');
    this.quiet = this.timers.set(() => this.save(), QUIET_MS);
  }

  /** The copy was thrown away: the text is again what the server gave. */
  discarded(saves) {
    this.stop();
    this.flying = null;
    this.since = null;
    this.saves = saves;
    this.acknowledged = this.edit;
    this.show('saved');
    return this.uncopy();
  }

  /** The network is back, or the person is. */
  wake() {
    if (this.state === 'offline' || this.state === 'signed-out') this.save();
  }

  /** The page goes away, perhaps for good. */
  leave() {
    if (!this.isDirty) return;
    const record = this.record();
    this.store.last(record);
    this.copy();
    if (this.flying || this.state === 'conflict' || this.state === 'refused') return;
    const body = bodyOf({ saves: this.saves, snapshot: record });
    if (body.length <= KEEPALIVE_MAX) this.post(body, true).catch(() => {});
  }
}

const plain = ({ fields, tree }) => ({ fields, tree });

/** The tree is JSON already. */
const bodyOf = ({ saves, snapshot }) => `{"saves":${saves},"fields":${JSON.stringify(snapshot.fields)},"tree":${snapshot.tree}}`;
