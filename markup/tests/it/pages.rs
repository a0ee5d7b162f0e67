//! What pages and feeds are given.

use expect_test::expect;
use markup::html::{self, Labels, NoPictures, PictureWriter, Shown, WriteOptions};
use markup::{Picture, markdown};

struct Media;

impl PictureWriter for Media {
    fn show(&self, picture: &Picture) -> Option<Shown> {
        (picture.file != "gone.webp").then(|| Shown {
            src: format!("/media/{}", picture.file),
            srcset: "/media/a 640w, /media/b 1280w".to_owned(),
            sizes: "100vw".to_owned(),
            width: 1280,
            height: 853,
            full: "/media/full".to_owned(),
        })
    }
}

const OPTIONS: WriteOptions<'_> = WriteOptions {
    pictures: &Media,
    labels: Labels::IT,
    sources: 2,
    id_prefix: "",
    entry_time: &str::to_owned,
    rel: "sponsored",
};

/// One element a line, to be read by people.
fn lines(html: &str) -> String {
    let mut out = html.to_owned();
    for name in [
        "p",
        "h2",
        "h3",
        "blockquote",
        "figure",
        "div",
        "aside",
        "ul",
        "ol",
        "pre",
    ] {
        out = out.replace(&format!("</{name}>"), &format!("</{name}>\n"));
    }
    out
}

/// The sign that holds a numeral to its word, made visible.
fn held(html: &str) -> String {
    html.replace('\u{2060}', "~")
}

#[test]
fn figures_and_numerals_stay_with_what_they_belong_to() {
    let text = "Vale 238.960/€ e 5 €/l [@1]; and/or 1/2.";
    let written = html::write(&markdown::read(text).body, &OPTIONS);
    let html = held(&written.html);
    assert!(
        html.starts_with("<p>Vale 238.960~/~€ e 5 €/l~<sup>"),
        "{html}"
    );
    assert!(html.ends_with("</sup>; and/or 1/2.</p>"), "{html}");
}

#[test]
fn a_page_has_references_and_notes_that_lead_both_ways() {
    let text =
        "Uno.[@1] Due[^a] e ancora uno,[@1] non elencata.[@3]\n\n[^a]: Nota con *marchi*.[@2]\n";
    let written = html::write(&markdown::read(text).body, &OPTIONS);
    expect![[r##"
        <p>Uno.~<sup><a href="#f1" id="r1" role="doc-noteref" aria-label="Fonte 1">1</a></sup> Due<sup><a href="#n1" id="nr1" role="doc-noteref" aria-label="Nota a">a</a></sup> e ancora uno,~<sup><a href="#f1" id="r1-2" role="doc-noteref" aria-label="Fonte 1">1</a></sup> non elencata.</p>
    "##]]
    .assert_eq(&lines(&held(&written.html)));
    expect![[r##"<ol type="a"><li id="n1">Nota con <em>marchi</em>.~<sup><a href="#f2" id="r2" role="doc-noteref" aria-label="Fonte 2">2</a></sup> <a href="#nr1" role="doc-backlink" aria-label="Torna al testo, nota a">↩</a></li></ol>"##]]
    .assert_eq(&held(&written.notes));
    assert_eq!(written.source_ids[&1], ["r1", "r1-2"]);
    let prefixed = WriteOptions {
        id_prefix: "p7-",
        ..OPTIONS
    };
    let written = html::write(&markdown::read("Uno.[@1]").body, &prefixed);
    assert!(written.html.contains(r##"href="#f1" id="p7-r1""##));
}

#[test]
fn blocks_have_the_classes_of_the_house() {
    let text = include_str!("../cases/every-block.md");
    let written = html::write(&markdown::read(text).body, &OPTIONS);
    expect![[r#"
        <p>Un con <strong>forte</strong>, <em>corsivo</em>, <code>codice</code>, <a href="https://example.com/" rel="sponsored">fuori</a>, <a href="/pagina">dentro</a> e <span lang="en">words</span>.</p>
        <h2>Titoletto</h2>
        <ul><li>uno<ol><li>dentro</li></ol>
        </li><li><p>due</p>
        <p>secondo paragrafo</p>
        </li></ul>
        <blockquote><p>Citazione.</p>
        <footer>Ada</footer></blockquote>
        <blockquote class="pull"><p>«In evidenza»</p>
        <footer>Luca, <em>pescatore</em></footer></blockquote>
        <figure><a href="/media/full"><img src="/media/molo.webp" srcset="/media/a 640w, /media/b 1280w" sizes="100vw" width="1280" height="853" alt="Un molo" loading="lazy" decoding="async"></a><figcaption>Il molo <span>Ada, CC BY</span></figcaption></figure>
        <div class="gallery"><figure><a href="/media/full" aria-label="Immagine intera"><img src="/media/uno.webp" srcset="/media/a 640w, /media/b 1280w" sizes="100vw" width="1280" height="853" alt="" loading="lazy" decoding="async"></a></figure>
        <figure><a href="/media/full"><img src="/media/due.webp" srcset="/media/a 640w, /media/b 1280w" sizes="100vw" width="1280" height="853" alt="Due" loading="lazy" decoding="async"></a></figure>
        </div>
        <div class="scroll" role="region" tabindex="0" aria-label="Tabella 1"><table><thead><tr><th scope="col">Ora</th><th scope="col">Metri</th></tr></thead><tbody><tr><td>6</td><td>2,1</td></tr></tbody></table></div>
        <aside class="box"><h2>Scheda</h2>
        <p>Testo della scheda.</p>
        </aside>
        <hr><pre tabindex="0"><code>a &lt; b</code></pre>
        <p class="box embed"><a href="https://video.example/1" rel="sponsored">Il video</a> <small>video.example</small></p>
    "#]].assert_eq(&lines(&written.html));
}

#[test]
fn feeds_stand_alone() {
    let text = include_str!("../cases/every-block.md");
    let feed = html::feed(
        &markdown::read(text).body,
        "https://gazzetta.example",
        &Media,
    );
    expect![[r#"
        <p>Un con <strong>forte</strong>, <em>corsivo</em>, <code>codice</code>, <a href="https://example.com/">fuori</a>, <a href="https://gazzetta.example/pagina">dentro</a> e <span lang="en">words</span>.</p>
        <h2>Titoletto</h2>
        <ul><li>uno<ol><li>dentro</li></ol>
        </li><li><p>due</p>
        <p>secondo paragrafo</p>
        </li></ul>
        <blockquote><p>Citazione.</p>
        <footer>Ada</footer></blockquote>
        <blockquote><p>«In evidenza»</p>
        <footer>Luca, <em>pescatore</em></footer></blockquote>
        <figure><img src="/media/molo.webp" width="1280" height="853" alt="Un molo"><figcaption>Il molo <span>Ada, CC BY</span></figcaption></figure>
        <div><figure><img src="/media/uno.webp" width="1280" height="853" alt=""></figure>
        <figure><img src="/media/due.webp" width="1280" height="853" alt="Due"></figure>
        </div>
        <table><thead><tr><th scope="col">Ora</th><th scope="col">Metri</th></tr></thead><tbody><tr><td>6</td><td>2,1</td></tr></tbody></table><aside><h2>Scheda</h2>
        <p>Testo della scheda.</p>
        </aside>
        <hr><pre><code>a &lt; b</code></pre>
        <p><a href="https://video.example/1">Il video</a></p>
    "#]].assert_eq(&lines(&feed));
    for word in ["class=", "id=", "role=", "aria-", "srcset", "href=\"/"] {
        assert!(!feed.contains(word), "{word}");
    }
}

#[test]
fn a_picture_that_cannot_be_shown_leaves_its_caption() {
    let body = markdown::read("![Alt](gone.webp \"Didascalia | Ada\")\n\n![x](gone.webp)").body;
    let feed = html::feed(&body, "", &NoPictures);
    assert_eq!(
        feed,
        "<figure><figcaption>Didascalia <span>Ada</span></figcaption></figure>"
    );
}
