// What a person finds in the newsroom, and what comes of it. `DEED` and `GIVEN` stand above; the last argument is told.
const done = arguments[arguments.length - 1];
/** Pages of one kind that are looked at, and of articles, whose buttons depend on where they stand. */
const OF_A_KIND = 2;
const ARTICLES = 40;

const isName = (part, before) => /\d/.test(part) || part.length > 20 || ['accounts', 'contributors', 'pages'].includes(before);
const pathOf = (url) => {
  const parts = url.pathname.split('/');
  return parts.map((part, n) => (isName(part, parts[n - 1]) ? '*' : part)).join('/');
};
const kindOf = (url) => {
  const path = pathOf(url);
  const asked = [...url.searchParams].filter(([, value]) => value).map(([name, value]) => (name === 'stage' ? `${name}=${value}` : name));
  return asked.length ? `${path}?${asked.sort().join('&')}` : path;
};
const within = (href, at) => {
  const url = new URL(href, at);
  url.hash = '';
  return url.origin === location.origin && url.pathname.startsWith('/newsroom') && !/\/(assets|media|live)(\/|$)/.test(url.pathname) ? url : null;
};
const page = async (url) => {
  const answer = await fetch(url, { headers: { accept: 'text/html' } });
  const text = (answer.headers.get('content-type') ?? '').startsWith('text/html') ? await answer.text() : '';
  return { status: answer.status, at: answer.url, read: new DOMParser().parseFromString(text, 'text/html') };
};

/** What fields take that do not take any words. */
const WORDS = { handle: 'prova', host: 'prova.localhost', hosts: 'prova.localhost', key: 'prova', slug: 'prova', language: 'it', path: '/prova', to: '/', zone: 'Europe/Rome' };
const filled = (form) => {
  for (const one of form.elements) {
    // No script can choose a file; what the door says of a form without one is as good an answer.
    if (one.type === 'file') continue;
    if (one.disabled || one.value || !(one.required || one.name === 'text' || one.name === 'words')) {
      if (one.type !== 'radio' && one.type !== 'checkbox') continue;
      if (!one.required) continue;
    }
    if (one.type === 'radio') {
      if (!form.querySelector(`[type=radio][name="${one.name}"]:checked`)) one.checked = true;
    } else if (one.type === 'checkbox') one.checked = true;
    else one.value = WORDS[one.name] ?? { email: 'prova@example.org', date: '2026-11-30', 'datetime-local': '2026-11-30T12:00', number: '1', url: 'https://example.org/' }[one.type] ?? 'Prova della redazione';
  }
};
const formsOf = ({ at, read }) => {
  const found = [];
  for (const form of read.forms) {
    if (form.getAttribute('method') !== 'post') continue;
    filled(form);
    const buttons = [...form.elements].filter((one) => one.type === 'submit' && !one.disabled);
    for (const button of buttons) {
      const to = within(button.getAttribute('formaction') ?? form.getAttribute('action') ?? at, at);
      if (!to) continue;
      const what = button.name ? `${button.name}=${button.value.split(':')[0].replace(/.*\d.*/, '*')}` : '';
      const fields = [...new FormData(form, button)].filter(([, value]) => typeof value === 'string');
      const whole = form.enctype === 'multipart/form-data';
      found.push({ key: `${pathOf(to)} ${what}`.trim(), page: at, to: to.href, fields, whole });
    }
  }
  return found;
};
const press = async ({ key, to, fields, whole }) => {
  const body = whole ? new FormData() : new URLSearchParams();
  for (const [name, value] of fields) body.append(name, value);
  const answer = await fetch(to, { method: 'POST', body, headers: { accept: 'text/html' } });
  await answer.text();
  return { key, to, status: answer.status, came: answer.redirected ? new URL(answer.url).pathname + new URL(answer.url).search : '' };
};

const walk = async () => {
  const seen = new Map();
  const asked = new Set();
  const forms = new Map();
  const faults = [];
  const samples = [];
  const queue = [new URL('/newsroom/', location.href)];
  while (queue.length) {
    const url = queue.shift();
    const kind = kindOf(url);
    const most = /articles\/\*/.test(kind) ? ARTICLES : OF_A_KIND;
    if (asked.has(url.href) || (seen.get(kind) ?? 0) >= most) continue;
    asked.add(url.href);
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    const got = await page(url);
    if (got.status !== 200) faults.push(`${url.href} is linked and answers ${got.status}`);
    // One of each kind, without what is to be kept as a file or shows a reader's page.
    if (seen.get(kind) === 1 && got.status === 200 && got.read.querySelector('body.app, body.ed')) samples.push(got.at);
    for (const form of formsOf(got)) if (!forms.has(form.key)) forms.set(form.key, form);
    for (const link of got.read.querySelectorAll('a[href]')) {
      const to = within(link.getAttribute('href'), got.at);
      if (to) queue.push(to);
    }
  }
  return { samples, kinds: [...seen.keys()], forms: [...forms.values()], faults };
};

/** Presses buttons as they stand on their page now; one that is gone is told so. */
const pressShown = async (forms) => {
  const came = [];
  for (const one of forms) {
    const got = await page(one.page);
    const now = formsOf(got).find((form) => form.key === one.key && form.to === one.to) ?? formsOf(got).find((form) => form.key === one.key);
    came.push(now ? await press(now) : { key: one.key, to: one.to, status: 0, came: 'gone' });
  }
  return came;
};
const pressAll = async (forms) => {
  const came = [];
  for (const one of forms) came.push(await press(one));
  return came;
};

({ walk, pressShown, pressAll })[DEED](GIVEN).then(done, (error) => done({ broke: String(error?.stack ?? error) }));
