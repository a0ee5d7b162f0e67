/** A few words of WebDriver: enough to drive Chromium by its own driver, without a package. */
import { spawn } from 'node:child_process';

const KEYS = { Enter: '\ue007', Tab: '\ue004', Escape: '\ue00c', Backspace: '\ue003', Delete: '\ue017', Left: '\ue012', Right: '\ue014', Up: '\ue013', Down: '\ue015', Home: '\ue011', End: '\ue010', Control: '\ue009', Shift: '\ue008', Alt: '\ue00a', F6: '\ue036' };

/** Starts the driver and a browser; both end with `quit`. */
export async function browser({ width = 1280, height = 900, dark = false, port = 9515 + Math.floor(Math.random() * 400) } = {}) {
  const driver = spawn('chromedriver', [`--port=${port}`], { stdio: 'ignore' });
  const base = `http://127.0.0.1:${port}`;
  const call = async (method, path, body) => {
    const answer = await fetch(base + path, { method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${path}: ${value.message}`);
    return value;
  };
  for (let i = 0; i < 100; i++) {
    try {
      await call('GET', '/status');
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const args = ['--headless=new', '--no-sandbox', `--window-size=${width},${height}`, '--hide-scrollbars', ...(dark ? ['--blink-settings=preferredColorScheme=0'] : [])];
  const { sessionId } = await call('POST', '/session', {
    capabilities: { alwaysMatch: { browserName: 'chrome', 'goog:chromeOptions': { args }, 'goog:loggingPrefs': { browser: 'ALL' } } },
  });
  const at = `/session/${sessionId}`;
  const cdp = (cmd, params = {}) => call('POST', `${at}/goog/cdp/execute`, { cmd, params });
  const keys = (list) => call('POST', `${at}/actions`, { actions: [{ type: 'key', id: 'k', actions: list }] });
  const one = (c) => [
    { type: 'keyDown', value: KEYS[c] ?? c },
    { type: 'keyUp', value: KEYS[c] ?? c },
  ];
  const page = {
    cdp,
    async size(w, h_ = 900) {
      await cdp('Emulation.setDeviceMetricsOverride', { width: w, height: h_, deviceScaleFactor: 1, mobile: w < 600 });
    },
    dark: (yes) => cdp('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: yes ? 'dark' : 'light' }] }),
    open: (url) => call('POST', `${at}/url`, { url }),
    run: (script, ...args) => call('POST', `${at}/execute/sync`, { script, args }),
    wait: (script, ...args) => call('POST', `${at}/execute/async`, { script: `const done = arguments[arguments.length - 1]; (async () => { ${script} })().then(done, (e) => done('failed: ' + e));`, args }),
    type: (text) => keys([...text].flatMap(one)),
    press: (...names) => keys([...names.slice(0, -1).map((n) => ({ type: 'keyDown', value: KEYS[n] ?? n })), ...one(names[names.length - 1]), ...names.slice(0, -1).reverse().map((n) => ({ type: 'keyUp', value: KEYS[n] ?? n }))]),
    async until(script, what = script, ms = 8000) {
      const end = Date.now() + ms;
      for (;;) {
        const value = await page.run(`return (${script})`);
        if (value) return value;
        if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    },
    logs: () => call('POST', `${at}/se/log`, { type: 'browser' }),
    async shot(full = true) {
      const { data } = await cdp('Page.captureScreenshot', { format: 'png', captureBeyondViewport: full });
      return Buffer.from(data, 'base64');
    },
    async quit() {
      await call('DELETE', at).catch(() => {});
      driver.kill();
    },
  };
  return page;
}
