(() => {
  const box = document.querySelector('[data-live]');
  if (!box || !window.EventSource) return;
  const posts = () => [...document.querySelectorAll('section.post')];
  const say = box.dataset;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn';
  const show = (n) => {
    button.textContent = n === 1 ? say.one : say.many.replace('#', n);
    if (n > 0) box.append(button);
    else button.remove();
  };
  const news = new EventSource(say.live);
  news.addEventListener('entries', (event) => show(JSON.parse(event.data).count - posts().length));
  news.addEventListener('closed', () => news.close());
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const answer = await fetch(location.pathname, { cache: 'no-cache' });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const first = posts()[0];
      let last = null;
      let fresh = null;
      for (const post of page.querySelectorAll('section.post')) {
        const here = document.getElementById(post.id);
        const there = document.importNode(post, true);
        // References are numbered through the page: these would bear ids that are taken.
        for (const link of there.querySelectorAll('sup a')) link.removeAttribute('id');
        if (here && here.textContent === post.textContent) {
          last = here;
          continue;
        }
        if (here) here.replaceWith(there);
        else if (last) last.after(there);
        else if (first) first.before(there);
        else box.after(there);
        if (!here) fresh ??= there;
        last = there;
      }
      const keys = page.querySelector('.kp');
      const shown = document.querySelector('.kp');
      if (keys && shown) shown.replaceWith(document.importNode(keys, true));
      else if (keys) box.before(document.importNode(keys, true));
      show(0);
      if (fresh) {
        fresh.tabIndex = -1;
        fresh.focus({ preventScroll: true });
      }
    } catch {
      // The network is away; the button stays for another try.
    } finally {
      button.disabled = false;
    }
  });
})();
