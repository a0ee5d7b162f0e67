//! What people do at the desk and in the editor, in a real browser: by keys alone, two at once, on a telephone.

use crate::pages::faults_of;
use crate::person::Person;
use browser::{Browser, Demo, Scheme, Viewport};
use serde_json::Value;
use std::path::Path;

/// The text and the fields are where the server has them.
const SAVED: &str = "document.getElementById('saved').dataset.state === 'saved'";

fn demo() -> Demo {
    Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap()
}

async fn holds(browser: &Browser, what: &str) {
    browser.awaits_that(what).await.unwrap();
}

async fn text_has(browser: &Browser, words: &str) {
    holds(
        browser,
        &format!("document.querySelector('.ProseMirror').textContent.includes({words:?})"),
    )
    .await;
}

/// Goes down a list that has the focus until it says so.
async fn picks(browser: &Browser, list: &str, value: &str) {
    for _ in 0..20 {
        let said = format!("return document.querySelector({list:?}).value");
        if browser.asks(&said).await.unwrap() == value {
            return;
        }
        browser.strikes("ArrowDown").await.unwrap();
    }
    panic!("{list} has no {value}");
}

#[tokio::test]
async fn a_brief_goes_out_by_keys_alone_in_a_browser() {
    let demo = demo();
    let mut bruno = Person::signed_in(&demo, "bruno").await;
    let desk = format!("{}/t/gazzetta/desk", bruno.newsroom);
    bruno.browser.visit(&desk, true).await.unwrap();
    let keys = &bruno.browser;
    holds(keys, "document.documentElement.classList.contains('js')").await;

    keys.strikes("n").await.unwrap();
    keys.awaits(".ProseMirror").await.unwrap();
    keys.strikes("Control+k").await.unwrap();
    keys.writes("da correggere").await.unwrap();
    holds(keys, "document.querySelector('#palette [aria-selected=true]').textContent.includes('correggere')").await;
    keys.strikes("Enter").await.unwrap();
    keys.awaits("[data-key='7'][aria-current]").await.unwrap();
    keys.strikes("2").await.unwrap();
    keys.awaits("[data-key='2'][aria-current]").await.unwrap();
    keys.strikes("j").await.unwrap();
    keys.strikes("Enter").await.unwrap();
    keys.awaits(".ProseMirror").await.unwrap();

    let mut unseen = keys.tabs_to("#headline").await.unwrap();
    keys.writes("Pontile di Sant’Orsola chiuso fino a mezzogiorno")
        .await
        .unwrap();
    unseen.extend(keys.tabs_to(".ProseMirror").await.unwrap());
    keys.writes("I vigili del fuoco hanno chiuso recentemente il pontile di Sant’Orsola.")
        .await
        .unwrap();
    holds(
        keys,
        "document.querySelector('[data-code=\"time.relative\"]')",
    )
    .await;
    answers(keys, "recentemente").await;
    keys.writes("domenica 29 novembre").await.unwrap();
    holds(
        keys,
        "!document.querySelector('[data-code=\"time.relative\"]')",
    )
    .await;

    unseen.extend(keys.tabs_to("#kind").await.unwrap());
    picks(keys, "#kind", "brief").await;
    unseen.extend(keys.tabs_to("#ai").await.unwrap());
    picks(keys, "#ai", "none").await;
    unseen.extend(keys.tabs_to("#source-1-name").await.unwrap());
    keys.writes("Vigili del fuoco, sala operativa")
        .await
        .unwrap();
    keys.strikes("Control+Enter").await.unwrap();
    keys.awaits("button.go").await.unwrap();
    unseen.extend(keys.tabs_to("button.go").await.unwrap());
    keys.strikes("Enter").await.unwrap();
    keys.awaits(".told.ok").await.unwrap();
    keys.strikes("g").await.unwrap();
    keys.strikes("d").await.unwrap();
    keys.awaits("[data-room=desk][aria-current]").await.unwrap();
    assert!(
        unseen.is_empty(),
        "the focus was not seen:\n{}",
        unseen.join("\n")
    );

    let front = demo.titles().first().expect("a title").clone();
    bruno.browser.visit(&front, true).await.unwrap();
    let page = bruno.browser.source().await.unwrap();
    assert!(page.contains("Pontile di Sant’Orsola chiuso fino a mezzogiorno"));
}

/// Goes from finding to finding by their key until these words are chosen.
async fn answers(keys: &Browser, words: &str) {
    for _ in 0..20 {
        keys.strikes("Alt+ArrowDown").await.unwrap();
        let chosen = keys.asks("return getSelection().toString()").await.unwrap();
        if chosen == words {
            return;
        }
    }
    panic!("no finding leads to {words}");
}

#[tokio::test]
async fn two_people_write_one_text_and_nothing_is_lost_in_a_browser() {
    let demo = demo();
    let mut ada = Person::signed_in(&demo, "ada").await;
    let mut bruno = Person::signed_in(&demo, "bruno").await;
    let desk = format!("{}/t/gazzetta/desk", ada.newsroom);
    ada.browser.visit(&desk, true).await.unwrap();
    ada.presses("[data-key=n]").await;
    ada.browser.awaits(".ProseMirror").await.unwrap();
    ada.types("#headline", "Molo chiuso").await;
    ada.presses(".ProseMirror").await;
    ada.browser.writes("Il molo è chiuso.").await.unwrap();
    ada.browser.strikes("Enter").await.unwrap();
    ada.browser.writes("La squadra è arrivata.").await.unwrap();
    holds(&ada.browser, SAVED).await;
    let article = ada.browser.address().await.unwrap();
    bruno.browser.visit(&article, true).await.unwrap();
    bruno.browser.awaits(".ProseMirror").await.unwrap();
    holds(
        &bruno.browser,
        "document.getElementById('others').textContent.includes('Ada Morin')",
    )
    .await;
    holds(
        &ada.browser,
        "document.getElementById('others').textContent.includes('Bruno Sartorel')",
    )
    .await;

    adds(&ada.browser, 1, " Misura dieci metri.").await;
    holds(&ada.browser, SAVED).await;
    adds(&bruno.browser, 2, " La guida Elsa Vianello.").await;
    text_has(&bruno.browser, "Misura dieci metri.").await;
    holds(&bruno.browser, SAVED).await;
    adds(&ada.browser, 1, " Non di più.").await;
    text_has(&ada.browser, "La guida Elsa Vianello.").await;
    holds(&ada.browser, SAVED).await;

    // Each adds a source where they see none.
    ada.types("#source-1-name", "Registro del porto").await;
    holds(&ada.browser, SAVED).await;
    bruno.types("#source-1-name", "Guardia costiera").await;
    holds(
        &bruno.browser,
        "['Registro del porto', 'Guardia costiera'].every((name, n) => document.getElementById(`source-${n + 1}-name`).value === name)",
    )
    .await;
    holds(&bruno.browser, SAVED).await;

    adds(&bruno.browser, 2, " Ieri no.").await;
    text_has(&bruno.browser, "Non di più.").await;
    holds(&bruno.browser, SAVED).await;
    instead(&ada.browser, 1, "Il molo resta chiuso fino a lunedì.").await;
    holds(&ada.browser, SAVED).await;
    instead(&bruno.browser, 1, "Il molo riapre domani alle nove.").await;
    holds(
        &bruno.browser,
        "!document.getElementById('conflicts').hidden",
    )
    .await;
    let told = bruno
        .browser
        .asks("return document.getElementById('conflicts').textContent")
        .await
        .unwrap();
    let told = told.as_str().expect("words");
    for words in ["Ada Morin", "fino a lunedì", "domani alle nove"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    bruno.presses(".clash-item button:last-child").await;
    holds(
        &bruno.browser,
        "document.getElementById('conflicts').hidden",
    )
    .await;
    holds(&bruno.browser, SAVED).await;

    ada.browser.visit(&article, true).await.unwrap();
    ada.browser.awaits(".ProseMirror").await.unwrap();
    for words in [
        "Il molo resta chiuso fino a lunedì.",
        "Il molo riapre domani alle nove.",
        "La squadra è arrivata. La guida Elsa Vianello.",
    ] {
        text_has(&ada.browser, words).await;
    }
    let sources =
        "return [1, 2].map((n) => document.getElementById(`source-${n}-name`).value).join()";
    let sources = ada.browser.asks(sources).await.unwrap();
    assert_eq!(sources, "Registro del porto,Guardia costiera");
}

/// Puts the caret at the end of a paragraph and writes on.
async fn adds(browser: &Browser, paragraph: usize, words: &str) {
    let there = format!(".ProseMirror p:nth-child({paragraph})");
    browser.presses(&there).await.unwrap();
    browser.strikes("End").await.unwrap();
    browser.writes(words).await.unwrap();
}

/// Writes something else in place of a paragraph of one line.
async fn instead(browser: &Browser, paragraph: usize, words: &str) {
    let there = format!(".ProseMirror p:nth-child({paragraph})");
    browser.presses(&there).await.unwrap();
    browser.strikes("Home").await.unwrap();
    browser.strikes("Shift+End").await.unwrap();
    browser.writes(words).await.unwrap();
}

#[tokio::test]
async fn a_telephone_writes_and_publishes_in_a_browser() {
    let demo = demo();
    let mut bruno = Person::signed_in(&demo, "bruno").await;
    let desk = format!("{}/t/gazzetta/desk", bruno.newsroom);
    let phone = bruno
        .browser
        .page(&desk, Viewport::PHONE, Scheme::Light)
        .await
        .unwrap();
    let mut faults = hard_to_touch("the desk", &phone.script(TOUCHED).await.unwrap());
    let hand = &bruno.browser;
    hand.taps("[data-key=n]").await.unwrap();
    hand.awaits(".ProseMirror").await.unwrap();
    hand.taps("#headline").await.unwrap();
    hand.types("#headline", "Pontile chiuso").await.unwrap();
    hand.taps(".ProseMirror").await.unwrap();
    hand.writes("Il pontile di Sant’Orsola resta chiuso fino a mezzogiorno.")
        .await
        .unwrap();
    hand.chooses("#kind", "brief").await.unwrap();
    hand.types("#source-1-name", "Vigili del fuoco")
        .await
        .unwrap();
    hand.chooses("#ai", "none").await.unwrap();
    holds(hand, SAVED).await;
    faults.extend(hard_to_touch(
        "the editor",
        &hand.asks(TOUCHED).await.unwrap(),
    ));
    hand.taps("#publish").await.unwrap();
    hand.awaits("button.go").await.unwrap();
    let panel = hand.address().await.unwrap();

    let page = bruno
        .browser
        .page(&panel, Viewport::PHONE, Scheme::Light)
        .await
        .unwrap();
    faults.extend(faults_of(&page).await.unwrap());
    faults.extend(hard_to_touch(
        "the panel",
        &page.script(TOUCHED).await.unwrap(),
    ));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    bruno.browser.taps("button.go").await.unwrap();
    bruno.browser.awaits(".told.ok").await.unwrap();
}

/// What a finger does not reach: smaller than 24 pixels (WCAG 2.2, criterion 2.5.8), out of the screen, or behind something.
/// Links within running text are excepted, as there.
const TOUCHED: &str = "const found = [];
const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true]';
for (const one of document.querySelectorAll(all)) {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled || one.closest('dialog, .vh, .skip')) continue;
  if (one.localName === 'a' && one.closest('p, small') && !one.matches('.btn')) continue;
  one.scrollIntoView({ block: 'center', behavior: 'instant' });
  const area = one.matches('[type=checkbox], [type=radio]') ? one.closest('label') ?? one : one;
  const frame = area.getBoundingClientRect();
  const cover = getComputedStyle(one, '::after').position === 'absolute';
  const name = one.localName + (one.id ? '#' + one.id : '') + ' ' + (one.getAttribute('aria-label') ?? one.textContent).trim().replace(/\\s+/g, ' ').slice(0, 40);
  if (!cover && (frame.width < 24 || frame.height < 24)) found.push(name + ': ' + Math.round(frame.width) + ' by ' + Math.round(frame.height) + ' px');
  const scrolls = one.closest('.pipe, .nav, .ed-bar, .tw, .look');
  if (frame.right > innerWidth + 1 && !scrolls) found.push(name + ': out of the screen at ' + Math.round(frame.right) + ' px');
  const [x, y] = [Math.min((frame.left + Math.min(frame.right, innerWidth)) / 2, innerWidth - 1), (Math.max(frame.top, 0) + Math.min(frame.bottom, innerHeight)) / 2];
  const top = document.elementFromPoint(x, y);
  if (!scrolls && top && !area.contains(top) && !top.contains(area)) found.push(name + ': behind ' + top.localName + '.' + top.className);
}
scrollTo(0, 0);
return found;";

fn hard_to_touch(page: &str, found: &Value) -> Vec<String> {
    let found = found.as_array().into_iter().flatten();
    found
        .filter_map(Value::as_str)
        .map(|what| format!("{page}: {what}"))
        .collect()
}

/// Rounds and seed of the kills that every run of the tests sees; `cargo xtask torture typing` does more.
const KILLS: (u32, u64) = (5, 7);

#[tokio::test]
async fn no_word_is_lost_when_the_server_is_killed_while_somebody_types_in_a_browser() {
    let (rounds, seed) = KILLS;
    let program = Path::new(env!("CARGO_BIN_EXE_colophon"));
    let report = browser::torture::typing(program, rounds, seed)
        .await
        .unwrap();
    assert_eq!(report.faults, [""; 0], "seed {seed}: {report:?}");
    assert_eq!(report.rounds, rounds);
}
