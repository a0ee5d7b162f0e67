//! A loaded page, and what can be asked of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::Url;

use crate::axe::{self, Violation};
use crate::driver::Browser;
use crate::fault::Fault;

/// Full-page pictures are cut off below this many pixels.
const SCREENSHOT_HEIGHT_MAX: u64 = 20_000;

/// A screen, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewport {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// A telephone lays pages out as their `viewport` element says.
    pub telephone: bool,
}

impl Viewport {
    /// A telephone held upright.
    pub const PHONE: Viewport = Viewport {
        width: 390,
        height: 844,
        telephone: true,
    };
    /// A window on a desk.
    pub const DESK: Viewport = Viewport {
        width: 1280,
        height: 900,
        telephone: false,
    };
    /// The narrowest screen pages must fit (WCAG 2.2, criterion 1.4.10).
    pub const NARROW: Viewport = Viewport {
        width: 320,
        height: 640,
        telephone: false,
    };

    fn metrics(self) -> Value {
        json!({
            "width": self.width,
            "height": self.height,
            "deviceScaleFactor": 1,
            "mobile": self.telephone,
        })
    }
}

/// The reader's colour scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Its name in CSS.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }
}

/// A page in the browser, until the next one is loaded.
#[derive(Debug)]
pub struct Page<'b> {
    browser: &'b Browser,
    url: String,
    viewport: Viewport,
}

impl<'b> Page<'b> {
    pub(crate) fn new(browser: &'b Browser, url: &str, viewport: Viewport) -> Page<'b> {
        Page {
            browser,
            url: url.to_owned(),
            viewport,
        }
    }

    pub(crate) async fn open(&self, scheme: Scheme) -> Result<(), Fault> {
        let browser = self.browser;
        self.show_on(self.viewport).await?;
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]});
        browser
            .devtools("Emulation.setEmulatedMedia", features)
            .await?;
        // A page is looked at with nothing kept from the one before.
        browser
            .devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
            .await?;
        browser.client().goto("about:blank").await?;
        browser.take_log("browser").await?;
        browser.take_log("performance").await?;
        browser
            .client()
            .goto(&self.url)
            .await
            .map_err(|cause| Fault::Load {
                url: self.url.clone(),
                cause,
            })?;
        self.wait(SETTLED).await?;
        Ok(())
    }

    /// What the accessibility rules object to; empty when all is well. See [`axe`].
    ///
    /// # Errors
    /// When the rules cannot be run in the page.
    pub async fn axe(&self) -> Result<Vec<Violation>, Fault> {
        // The driver runs scripts beside the page's own, where the page's security policy does not reach.
        self.browser
            .client()
            .execute(self.browser.axe(), Vec::new())
            .await?;
        axe::read(&self.wait(axe::RUN).await?)
    }

    /// Elements that stick out on the right of the narrowest screen; empty when none does.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn overflow(&self) -> Result<Vec<String>, Fault> {
        self.show_on(Viewport::NARROW).await?;
        let found = self
            .browser
            .client()
            .execute(STICKING_OUT, Vec::new())
            .await?;
        self.show_on(self.viewport).await?;
        Ok(texts(&found))
    }

    /// Requests the page made to any other host than its own, each once. Data addresses are no requests.
    ///
    /// # Errors
    /// When the browser's log cannot be read.
    pub async fn foreign_requests(&self) -> Result<Vec<String>, Fault> {
        let own = host(&self.url);
        let mut foreign: Vec<String> = self
            .browser
            .take_log("performance")
            .await?
            .iter()
            .filter_map(requested)
            .filter(|url| host(url).is_some() && host(url) != own)
            .collect();
        foreign.sort();
        foreign.dedup();
        Ok(foreign)
    }

    /// What the console complained about: script errors, violations of the security policy, things not found.
    /// That the page itself answered with an error status is not counted: error pages are looked at, too.
    ///
    /// # Errors
    /// When the browser's log cannot be read.
    pub async fn console_errors(&self) -> Result<Vec<String>, Fault> {
        let log = self.browser.take_log("browser").await?;
        let severe = log.iter().filter(|entry| entry["level"] == "SEVERE");
        let messages = severe.filter_map(|entry| entry["message"].as_str());
        let of_page_itself = format!(
            "{} - Failed to load resource: the server responded with",
            self.url
        );
        // A page without an icon does not ask for one; the browser guesses.
        let guessed = "/favicon.ico - Failed to load resource";
        Ok(messages
            .filter(|message| !message.starts_with(&of_page_itself) && !message.contains(guessed))
            .map(str::to_owned)
            .collect())
    }

    /// A picture of the whole page, PNG, at most [`SCREENSHOT_HEIGHT_MAX`] pixels high.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn screenshot(&self) -> Result<Vec<u8>, Fault> {
        let height = self.wait(WHOLE).await?.as_u64().unwrap_or_default();
        let height = height.clamp(u64::from(self.viewport.height), SCREENSHOT_HEIGHT_MAX);
        let wanted = json!({
            "format": "png",
            "captureBeyondViewport": true,
            "clip": { "x": 0, "y": 0, "width": self.viewport.width, "height": height, "scale": 1 },
        });
        let answer = self
            .browser
            .devtools("Page.captureScreenshot", wanted)
            .await?;
        let data = answer["data"].as_str().unwrap_or_default();
        STANDARD.decode(data).map_err(|why| Fault::Answer {
            what: "the browser's picture",
            why: why.to_string(),
        })
    }

    /// Runs a script in the page and returns what it returns, for questions that only one test asks.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn script(&self, script: &str) -> Result<Value, Fault> {
        Ok(self.browser.client().execute(script, Vec::new()).await?)
    }

    /// Sends a form of the page as it stands, without the browser's own checks, and waits for the page that answers.
    ///
    /// # Errors
    /// When there is no such form or no answer.
    pub async fn sends(&self, form: &str) -> Result<(), Fault> {
        let send = format!(
            "window.sent = true; const form = document.querySelector({form:?}); form.noValidate = true; form.submit();"
        );
        self.browser.client().execute(&send, Vec::new()).await?;
        // The old page knows that it was sent; the one that answers does not.
        while self.script("return window.sent === true").await? == Value::Bool(true) {}
        self.wait(SETTLED).await?;
        Ok(())
    }

    async fn show_on(&self, viewport: Viewport) -> Result<(), Fault> {
        self.browser
            .devtools("Emulation.setDeviceMetricsOverride", viewport.metrics())
            .await?;
        Ok(())
    }

    /// Runs a script that calls its last argument when it is done.
    async fn wait(&self, script: &str) -> Result<Value, Fault> {
        Ok(self
            .browser
            .client()
            .execute_async(script, Vec::new())
            .await?)
    }
}

/// Fonts are there, and two frames have been drawn with them.
const SETTLED: &str = "const done = arguments[0];
document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";

/// Pictures further down are loaded, too; answers with the height of the page.
const WHOLE: &str = "const done = arguments[0];
const pictures = [...document.images];
pictures.forEach(picture => { picture.loading = 'eager'; });
Promise.allSettled(pictures.map(picture => picture.decode()))
  .then(() => done(document.documentElement.scrollHeight));";

/// Elements that make the page wider than its window, without those that scroll within a parent of their own.
const STICKING_OUT: &str = "const root = document.documentElement;
if (root.scrollWidth <= root.clientWidth) return [];
const clipped = element => {
  for (let parent = element.parentElement; parent && parent !== root; parent = parent.parentElement)
    if (getComputedStyle(parent).overflowX !== 'visible' && parent !== document.body) return true;
  return false;
};
const reach = element => {
  const left = element.getBoundingClientRect().left;
  return Math.max(element.getBoundingClientRect().right, left + element.scrollWidth);
};
const named = element => {
  const classes = [...element.classList].map(name => '.' + name).join('');
  const words = element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60);
  return element.localName + classes + ' to ' + Math.round(reach(element)) + ' px: ' + words;
};
const out = [...document.body.querySelectorAll('*')]
  .filter(element => reach(element) > root.clientWidth + 0.5 && !clipped(element));
const innermost = out.filter(element => !out.some(other => other !== element && element.contains(other)));
return innermost.length ? innermost.slice(0, 20).map(named) : ['the page is ' + root.scrollWidth + ' px wide'];";

/// The address of a request that an entry of the browser's network log tells of.
fn requested(entry: &Value) -> Option<String> {
    let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
    let message = &message["message"];
    if message["method"] != "Network.requestWillBeSent" {
        return None;
    }
    message["params"]["request"]["url"]
        .as_str()
        .map(str::to_owned)
}

/// Host and port, for addresses that have them.
fn host(url: &str) -> Option<(String, Option<u16>)> {
    let url = Url::parse(url).ok()?;
    Some((url.host_str()?.to_owned(), url.port_or_known_default()))
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
