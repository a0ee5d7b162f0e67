/**
 * A stub of the newsroom for trying the editor: keeps one article in memory, merges by paragraph, and fails in the
 * ways a real server can, if told so at `/world`.
 */
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonical } from './src/canonical.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Plain messages of a catalogue. */
export async function words(lang) {
  const text = await readFile(path.join(here, '..', 'messages', lang, 'editor.ftl'), 'utf8');
  return Object.fromEntries([...text.matchAll(/^(editor-[a-z0-9-]+) = (.*)$/gm)].map((m) => [m[1], m[2]]));
}

const escape = (s) => String(s).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
const key = (block) => JSON.stringify(block);

/** Three texts, paragraph by paragraph, by the blocks that stand at the same place; enough for trying. */
function mergeBlocks(base, mine, theirs) {
  const out = [];
  const conflicts = [];
  const n = Math.max(base.length, mine.length, theirs.length);
  for (let at = 0; at < n; at++) {
    const [b, m, t] = [base[at], mine[at], theirs[at]];
    if (key(m) === key(t) || key(t) === key(b)) out.push(m);
    else if (key(m) === key(b)) out.push(t);
    else {
      conflicts.push({ field: 'body', at: out.length, base: b ?? null, mine: m ?? null, theirs: t ?? null });
      out.push(m);
    }
  }
  return { blocks: out.filter(Boolean), conflicts };
}

export function newsroom({ tree, lang = 'it', findings = [] }) {
  const world = {
    mode: 'ok',
    delay: 0,
    findings,
    others: [],
    posts: [],
    published: null,
    revisions: [{ tree, fields: { kicker: 'Alluvione, un anno dopo', headline: 'La vasca che doveva salvare Valdoria è ancora un prato', standfirst: 'I lavori per la cassa di espansione del Lenza dovevano finire a giugno.', kind: 'news', topic: ['lenza'] } }],
    by: 'Teresa',
  };
  const now = () => world.revisions[world.revisions.length - 1];
  const saves = () => world.revisions.length + 6;
  const at = (n) => world.revisions[n - 7];

  function save({ saves: from, fields: { token, ...fields }, tree: mine }) {
    world.token = token;
    const sent = { fields, tree: { v: 1, blocks: canonical(mine.blocks) } };
    const base = at(from);
    if (!base) return [422, { message: 'Questa versione non c’è' }];
    const answer = { saved_at: '18.46', findings: world.findings };
    if (from === saves()) {
      world.revisions.push(sent);
      return [200, { ...answer, saves: saves(), merged: null }];
    }
    const theirs = now();
    const merged = mergeBlocks(base.tree.blocks, sent.tree.blocks, theirs.tree.blocks);
    const out = {};
    const conflicts = [];
    for (const name of Object.keys({ ...fields, ...theirs.fields })) {
      const [b, m, t] = [base.fields[name], fields[name], theirs.fields[name]];
      if (key(m) === key(t) || key(t) === key(b)) out[name] = m;
      else if (key(m) === key(b)) out[name] = t;
      else {
        out[name] = m;
        conflicts.push({ field: name, at: 0, base: b, mine: m, theirs: t });
      }
    }
    const whole = { v: 1, blocks: merged.blocks };
    conflicts.push(...merged.conflicts);
    if (conflicts.length) return [409, { saves: saves(), by: world.by, conflicts, tree: whole, theirs }];
    world.revisions.push({ fields: out, tree: whole });
    return [200, { ...answer, saves: saves(), merged: { tree: whole, fields: out } }];
  }

  const files = { '/editor.js': ['../assets/editor.js', 'text/javascript'], '/editor.css': ['../assets/editor.css', 'text/css'], '/try.js': ['try.js', 'text/javascript'], '/newsroom.css': ['../assets/newsroom.css', 'text/css'], '/axe.js': ['node_modules/axe-core/axe.min.js', 'text/javascript'] };
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path fill="#6a5a72" d="M0 0h3v2H0z"/><circle cx="1" cy="1" r=".6" fill="#f0c48a"/></svg>';

  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    const send = (status, body, type = 'application/json') => {
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY, 'cache-control': 'no-store' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    try {
      if (files[url.pathname]) {
        const [file, type] = files[url.pathname];
        return send(200, await readFile(path.join(here, file), 'utf8'), type);
      }
      if (url.pathname === '/') {
        const { tree: current, fields } = now();
        const values = { ...fields, lang, article: '0192', saves: saves(), tree: JSON.stringify(current), markdown: 'Senza script si scrive qui.', words: JSON.stringify(await words(lang)), findings: JSON.stringify(world.findings) };
        const page = await readFile(path.join(here, 'try.html'), 'utf8');
        return send(200, page.replace(/\{([a-z]+)\}/g, (whole, name) => (name in values ? escape(values[name]) : whole)), 'text/html');
      }
      if (url.pathname === '/world') {
        const change = JSON.parse(body || '{}');
        if (change.theirs) world.revisions.push({ fields: { ...now().fields, ...change.theirs.fields }, tree: change.theirs.tree ?? now().tree });
        Object.assign(world, { ...change, theirs: undefined });
        return send(200, { posts: world.posts, saves: saves(), now: now(), published: world.published });
      }
      if (url.pathname === '/save') {
        await new Promise((resolve) => setTimeout(resolve, world.delay));
        if (world.mode === 'down') return request.socket.destroy();
        const sent = JSON.parse(body);
        world.posts.push(sent);
        if (world.mode === 'lost') {
          save(sent);
          return request.socket.destroy();
        }
        if (world.mode === 'signed-out') return send(401, {});
        if (world.mode === 'refused') return send(422, { message: 'Il titolo è troppo lungo' });
        return send(...save(sent));
      }
      if (url.pathname === '/presence') return send(200, { others: world.others });
      if (url.pathname === '/links') return send(200, { articles: [{ headline: `Il ponte, ${url.searchParams.get('q')}`, url: '/cronaca/il-ponte', date: '20 novembre 2025' }] });
      if (url.pathname === '/pictures' && request.method === 'POST') return send(200, { id: 'nuova', thumb: '/pictures/nuova/thumb' });
      if (url.pathname === '/pictures') return send(200, { pictures: [{ id: 'ponte', alt: '', caption: 'Ponte Vecchio al tramonto', credit: 'Lea Moranti', thumb: '/pictures/ponte/thumb' }] });
      if (url.pathname.startsWith('/pictures/')) return send(200, picture, 'image/svg+xml');
      if (url.pathname === '/publish') {
        world.published = Object.fromEntries(new URLSearchParams(body));
        return send(200, '<!doctype html><title>Pubblicato</title>', 'text/html');
      }
      return send(404, {});
    } catch (error) {
      return send(500, { message: String(error) });
    }
  });
  return { server, world };
}

/** A text with everything in it. */
export const SAMPLE = JSON.parse(await readFile(path.join(here, 'test', 'sample.json'), 'utf8'));
