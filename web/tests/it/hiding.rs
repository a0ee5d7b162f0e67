//! Stylesheets of themes that try to hide who wrote an article, when, of what kind it is, who paid, what was corrected.
//! Each file of `hiding/` is one, `cover-…` those that lay something over it; adding a trick needs no Rust.

use crate::stage::{Gazette, sound};
use axum::Router;
use axum::extract::Request;
use browser::{Browser, Page, Scheme, Viewport};
use http::HeaderValue;
use http::header::HOST;
use listening::Limits;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::copy::{AiUse, Kind, Sponsor};
use paper::reading::title::Reach;
use paper::titles::{self, Settle};
use press::{Press, Settings};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// The pieces of the article page below, each with words it must show.
const WANTED: [(&str, &str); 6] = [
    ("labels", "Quay Works"),
    ("byline", "Tomas Berg"),
    ("record", "2 March 2026"),
    ("notes", "We had written 1 March"),
    ("sources", "Harbour office"),
    ("ai", "reviewed"),
];

/// What is not to be seen of the pieces of the record, one line each. A word is seen where its box has a size, lies inside
/// the page, is not clipped by a box around it, is painted in a colour that stands out from the ground it lies on, in letters
/// of the house, and where nothing is found above it: a pointer at the beginning and in the middle of each line meets the piece.
const UNSEEN: &str = r#"
const out = [];
const channels = colour => { const n = colour.match(/[\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
const contrast = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
const root = document.scrollingElement;
const met = new CSSStyleSheet();
met.replaceSync('*, *::before, *::after { pointer-events: auto !important }');
document.adoptedStyleSheets = [met];
for (const piece of document.querySelectorAll('[data-record]')) {
  const words = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode, box = node.parentElement;
    if (!node.data.trim() || node.parentElement.closest('.vh,details:not([open])')) continue;
    const say = why => out.push(piece.dataset.record + ': ' + node.data.trim().slice(0, 30) + ': ' + why);
    if (!box.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true})) {
      say('not visible'); continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(r => r.width > 2 && r.height > 7);
    if (!rects.length) { say('no box'); continue; }
    for (const line of rects) for (const part of [.1, .5]) {
      const at = [line.left + line.width * part, line.top + line.height / 2];
      scrollTo({top: at[1] - innerHeight / 2, behavior: 'instant'});
      const above = document.elementFromPoint(at[0] - scrollX, at[1] - scrollY);
      if (above && !box.contains(above) && !above.contains(box)) say('under ' + above.localName + '.' + above.className);
      if (above && above.contains(box) && !piece.contains(above)) say('under what is drawn with ' + above.localName);
    }
    scrollTo({top: 0, behavior: 'instant'});
    const r = rects[0];
    const x = r.left + scrollX + r.width / 2, y = r.top + scrollY + r.height / 2;
    if (x < 0 || y < 0 || x > root.scrollWidth || y > root.scrollHeight) say('outside the page at ' + x + ' ' + y);
    const paint = getComputedStyle(box);
    for (const colour of [paint.color, paint.webkitTextFillColor]) {
      const alpha = /[\/,]\s*([\d.]+)\)$/.exec(colour.replace(/^rgb\([^\/]*\)$/, ''));
      if (alpha && alpha[1] < 0.5) say('painted ' + colour);
    }
    let under = box, ground = [0, 0, 0, 0];
    for (; under; under = under.parentElement) {
      const s = getComputedStyle(under);
      if (s.backgroundImage !== 'none') say('on a picture of ' + under.localName);
      ground = channels(s.backgroundColor);
      if (ground[3] === 1) break;
    }
    for (const style of [paint, getComputedStyle(box, '::first-line'), getComputedStyle(box, '::first-letter')]) {
      const ratio = contrast(channels(style.color), ground);
      if (!(ratio >= 4.5)) say('contrast ' + ratio);
      if (!/^(-apple-system|Charter)/.test(style.fontFamily)) say('set in ' + style.fontFamily);
    }
    if (paint.fontSizeAdjust !== 'none') say('letters of another size');
    for (const beside of ['::before', '::after']) {
      const s = getComputedStyle(box, beside);
      if (!['none', 'normal'].includes(s.content) && s.position !== 'static') say('words of ' + beside + ' under it');
    }
    const first = getComputedStyle(box, '::first-line');
    if (parseFloat(first.fontSize) < 9) say('first line of ' + first.fontSize);
    if (parseFloat(paint.lineHeight) < 7) say('lines of ' + paint.lineHeight);
    if (parseFloat(paint.letterSpacing) < -3) say('letters pulled together');
    if (paint.zIndex < 0) say('behind');
    for (let around = box; around; around = around.parentElement) {
      const s = getComputedStyle(around);
      const plain = {clipPath: 'none', maskImage: 'none', filter: 'none', transform: 'none', scale: 'none',
        translate: 'none', rotate: 'none', offsetPath: 'none', mixBlendMode: 'normal', contain: 'none'};
      for (const [name, value] of Object.entries(plain))
        if (s[name] !== undefined && s[name] !== value) say(around.localName + ' has ' + name + ' ' + s[name]);
      const edge = around.getBoundingClientRect();
      if (around !== root && around !== document.body && s.overflowX + s.overflowY !== 'visiblevisible'
          && (r.left >= edge.right || r.right <= edge.left || r.top >= edge.bottom || r.bottom <= edge.top))
        say('clipped by ' + around.localName);
    }
  }
}
return [...new Set(out)].slice(0, 5).join('\n') + '|' +
  [...document.querySelectorAll('[data-record]')].map(p => p.dataset.record + '=' + p.innerText).join('\n');
"#;

#[tokio::test]
async fn no_stylesheet_of_a_theme_hides_the_record_in_a_browser() {
    let gazette = Gazette::new().await;
    let path = labelled(&gazette).await;
    let themes = tempfile::tempdir().expect("a folder");
    let own = themes.path().join("own");
    fs::create_dir(&own).expect("a folder");
    fs::write(own.join("theme.toml"), "context = 1").expect("a file");
    let settle = Settle {
        theme: Some("own".to_owned()),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle)
        .await
        .expect("settled");
    let press = Press::new(Settings {
        themes: Some(themes.path().to_owned()),
        live_reload: true,
    });
    let address = served(&gazette, press).await;
    let mut browser = Browser::start().await.expect("a browser");
    let mut seen = Vec::new();
    let mut tricks: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/hiding"))
            .expect("the tricks")
            .map(|entry| entry.expect("a file").path())
            .collect();
    tricks.sort();
    assert!(tricks.len() > 50, "{}", tricks.len());
    for trick in tricks {
        fs::copy(&trick, own.join("more.css")).expect("copied");
        let name = trick
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for viewport in [Viewport::PHONE, Viewport::DESK] {
            let page = browser
                .page(&format!("http://{address}{path}"), viewport, Scheme::Light)
                .await
                .expect("a page");
            seen.extend(
                faults(&page)
                    .await
                    .into_iter()
                    .map(|fault| format!("{name} at {}: {fault}", viewport.width)),
            );
        }
    }
    assert!(seen.is_empty(), "\n{}\n", seen.join("\n"));
}

async fn faults(page: &Page<'_>) -> Vec<String> {
    let told = page.script(UNSEEN).await.expect("an answer");
    let told = told.as_str().expect("text").to_owned();
    let (unseen, shown) = told.split_once('|').expect("two parts");
    let mut faults: Vec<String> = unseen.lines().map(str::to_owned).collect();
    for (piece, words) in WANTED {
        let there = shown
            .split('\n')
            .collect::<Vec<_>>()
            .join(" ")
            .contains(words);
        if !there {
            faults.push(format!("{piece}: {words} is not shown"));
        }
    }
    let style = page
        .script("return [...document.styleSheets].map(s => s.href.includes('/theme/own.')).join()")
        .await
        .expect("an answer");
    if style != "true" {
        faults.push("the page does not wear the theme".to_owned());
    }
    faults
}

/// An article with every label there is: paid for, written by a machine, corrected. Gives its path.
async fn labelled(gazette: &Gazette) -> String {
    let mut copy = sound("Ferry service resumes");
    copy.kind = Some(Kind::Sponsored);
    copy.standfirst = "Three crossings a day from Monday".to_owned();
    copy.sponsor = Some(Sponsor {
        name: "Quay Works".to_owned(),
    });
    copy.ai = Some(AiUse::Generated);
    copy.reviewer = "Teresa Ghis".to_owned();
    let published = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy.clone()),
        Going::default(),
    )
    .await
    .expect("published");
    gazette.later(20);
    copy.standfirst = "Four crossings a day from Monday".to_owned();
    let going = Going::change(Class::Correction, "We had written 1 March");
    publishing::change(
        &gazette.paper,
        &gazette.ines,
        published.article,
        1,
        copy,
        going,
    )
    .await
    .expect("a correction");
    published.addresses[0].1.clone()
}

/// The gazette on a port of this machine, whatever host is asked for.
async fn served(gazette: &Gazette, press: Press) -> std::net::SocketAddr {
    let site = web::app(web::Site {
        cdn: None,
        paper: gazette.paper.clone(),
        press: Arc::new(press),
        reach: Reach {
            scheme: "http".to_owned(),
            port: None,
        },
        proxies: Default::default(),
        tally: Default::default(),
        pages: web::Pages::of_megabytes(web::MEGABYTES),
        search: Default::default(),
    });
    let app = Router::new().fallback(move |mut request: Request| {
        let site = site.clone();
        async move {
            let host = HeaderValue::from_static("gazette.test");
            request.headers_mut().insert(HOST, host);
            site.oneshot(request).await
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let never = std::future::pending();
    tokio::spawn(listening::serve(
        web::by(app),
        listener,
        None,
        Limits::of_this_machine(),
        never,
    ));
    address
}
