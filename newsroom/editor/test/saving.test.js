import assert from 'node:assert/strict';
import test from 'node:test';
import { COPY_MS, LONGEST_MS, QUIET_MS, Saving } from '../src/saving.js';

/** A clock that is set by hand. */
function hands() {
  let now = 0;
  let serial = 0;
  const due = new Map();
  return {
    set: (work, ms) => {
      due.set(++serial, { at: now + ms, work });
      return serial;
    },
    clear: (id) => due.delete(id),
    now: () => now,
    async forward(ms) {
      const until = now + ms;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = [...due.entries()].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
        if (!next) break;
        due.delete(next[0]);
        now = next[1].at;
        next[1].work();
      }
      now = until;
    },
  };
}

function page(answers = []) {
  const timers = hands();
  const seen = { posts: [], states: [], copies: [], removed: 0, clashes: [], findings: [], topics: [] };
  const store = {
    copy: null,
    put: async (copy) => {
      store.copy = copy;
      seen.copies.push([timers.now(), copy.tree]);
    },
    remove: async () => {
      store.copy = null;
      seen.removed++;
    },
    last: (copy) => {
      store.lastCopy = copy;
    },
  };
  let text = '';
  const host = {
    snapshot: () => ({ fields: { headline: 'T' }, tree: JSON.stringify(text) }),
    bring: (merged) => host.whole ?? (text = merged, true),
    clash: (answer) => seen.clashes.push(answer),
    show: (state, facts) => seen.states.push([state, facts]),
    findings: (list) => seen.findings.push(list),
    topics: (list) => seen.topics.push(list),
  };
  const post = async (body) => {
    seen.posts.push([timers.now(), JSON.parse(body)]);
    const answer = answers.shift() ?? { status: 200, json: { saves: saving.saves + 1, saved_at: '18.46', merged: null, findings: [] } };
    const given = await answer;
    if (given instanceof Error) throw given;
    return given;
  };
  const saving = new Saving(host, { saves: 7, post, store, timers });
  const type = (more) => {
    text += more;
    saving.changed();
  };
  return { timers, seen, store, saving, type, host, text: () => text, state: () => seen.states[seen.states.length - 1][0] };
}

test('a change is in the copy within 200 ms and at the server 800 ms after the last one', async () => {
  const { timers, seen, type, store, state } = page();
  type('a');
  await timers.forward(COPY_MS);
  assert.deepEqual(seen.copies, [[COPY_MS, '"a"']]);
  type('b');
  await timers.forward(QUIET_MS - 1);
  assert.equal(seen.posts.length, 0);
  await timers.forward(1);
  assert.deepEqual(seen.posts, [[950, { saves: 7, fields: { headline: 'T' }, tree: 'ab' }]]);
  await timers.forward(10);
  assert.equal(state(), 'saved');
  assert.equal(store.copy, null);
});

test('who types without a pause is saved every five seconds', async () => {
  const { timers, seen, type } = page();
  for (let i = 0; i < 100; i++) {
    type('x');
    await timers.forward(100);
  }
  assert.deepEqual(seen.posts.map(([at]) => at), [LONGEST_MS, 2 * LONGEST_MS]);
});

test('one request at a time, and the copy stays while something is newer than what was acknowledged', async () => {
  let answer;
  const { timers, seen, type, store, saving } = page([new Promise((resolve) => (answer = resolve))]);
  type('a');
  await timers.forward(QUIET_MS);
  type('b');
  await timers.forward(3000);
  assert.equal(seen.posts.length, 1);
  answer({ status: 200, json: { saves: 8, saved_at: '18.46', merged: null } });
  await timers.forward(1);
  assert.equal(store.copy.tree, '"ab"');
  await timers.forward(QUIET_MS);
  assert.deepEqual(seen.posts[1][1], { saves: 8, fields: { headline: 'T' }, tree: 'ab' });
  await timers.forward(1);
  assert.equal(store.copy, null);
  assert.equal(saving.isDirty, false);
});

test('without a network the text stays here, what went off goes off again word for word, then the rest', async () => {
  const down = () => new Error('no network');
  const { timers, seen, type, store, state, saving } = page([down(), { status: 502, json: null }]);
  type('a');
  await timers.forward(QUIET_MS);
  assert.equal(state(), 'offline');
  assert.equal(seen.states.at(-1)[1].since, QUIET_MS);
  type('b');
  await timers.forward(500);
  assert.deepEqual([store.copy.tree, store.copy.sent.tree], ['"ab"', '"a"']);
  saving.wake();
  await timers.forward(1);
  assert.equal(state(), 'offline');
  await timers.forward(10_000);
  assert.deepEqual(seen.posts.map(([, body]) => [body.saves, body.tree]).slice(-2), [[7, 'a'], [8, 'ab']]);
  assert.equal(state(), 'saved');
  assert.ok(seen.states.some(([, facts]) => facts.back));
  assert.equal(store.copy, null);
});

test('an ended session keeps the text and goes on once one has signed in', async () => {
  const { timers, seen, type, state, saving, store } = page([{ status: 401, json: null }]);
  type('a');
  await timers.forward(QUIET_MS + 10);
  assert.equal(state(), 'signed-out');
  assert.equal(store.copy.tree, '"a"');
  saving.wake();
  await timers.forward(1);
  assert.equal(state(), 'saved');
  assert.equal(seen.posts.length, 2);
});

test('a refusal is shown, and not repeated until something changes', async () => {
  const { timers, seen, type, state, store } = page([{ status: 422, json: { message: 'Il titolo è vuoto' } }]);
  type('a');
  await timers.forward(60_000);
  assert.equal(state(), 'refused');
  assert.equal(seen.states.at(-1)[1].message, 'Il titolo è vuoto');
  assert.equal(seen.posts.length, 1);
  assert.equal(store.copy.tree, '"a"');
  type('b');
  await timers.forward(QUIET_MS + 1);
  assert.equal(state(), 'saved');
});

test('a clash waits for the people, then is saved on top of what the others wrote', async () => {
  const clash = { saves: 9, by: 'Teresa', conflicts: [{ field: 'body', at: 0 }], tree: {}, theirs: {} };
  const { timers, seen, type, state, saving, store } = page([{ status: 409, json: clash }]);
  type('a');
  await timers.forward(QUIET_MS + 1);
  assert.equal(state(), 'conflict');
  assert.deepEqual(seen.clashes, [clash]);
  type('b');
  await timers.forward(60_000);
  assert.equal(seen.posts.length, 1);
  assert.deepEqual([store.copy.saves, store.copy.tree], [7, '"ab"']);
  saving.chosen();
  await timers.forward(1);
  assert.deepEqual(seen.posts[1][1], { saves: 9, fields: { headline: 'T' }, tree: 'ab' });
  assert.equal(state(), 'saved');
});

test('what others wrote comes in, and is no change of ours', async () => {
  const { timers, seen, type, text, store } = page([{ status: 200, json: { saves: 9, saved_at: '18.46', merged: 'a+theirs', findings: [{ code: 'x' }], topics: [{ slug: 'y' }] } }]);
  type('a');
  await timers.forward(60_000);
  assert.equal(text(), 'a+theirs');
  assert.equal(seen.posts.length, 1);
  assert.equal(store.copy, null);
  assert.deepEqual(seen.findings, [[{ code: 'x' }]]);
  assert.deepEqual(seen.topics, [[{ slug: 'y' }]]);
});

test('a page that goes away leaves everything in the copy and tries to send it', async () => {
  const { timers, seen, type, store, saving } = page();
  type('a');
  saving.leave();
  assert.equal(store.lastCopy.tree, '"a"');
  await timers.forward(1);
  assert.equal(store.copy.tree, '"a"');
  assert.equal(seen.posts[0][1].tree, 'a');
});

test('whoever waits for the save hears whether all of it arrived', async () => {
  const { timers, type, saving } = page([new Error('no network')]);
  type('a');
  const first = saving.settled();
  await timers.forward(1);
  assert.equal(await first, false);
  const second = saving.settled();
  await timers.forward(1);
  assert.equal(await second, true);
});
