//! Themes of the newspaper's own: file by file over a built-in one, fenced in, and never in the readers' way.

use crate::sample;
use press::{Press, Settings};
use std::fs;
use std::path::Path;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn press(folder: &Path, live_reload: bool) -> Press {
    Press::new(Settings {
        themes: Some(folder.to_owned()),
        live_reload,
    })
}

fn title(theme: &str) -> paper::reading::facts::TitleFacts {
    let mut title = sample::gazzetta();
    title.theme = theme.into();
    title
}

const BARE: &str = "<html><head></head><body><h1>{{ standing.name }}</h1>";

/// The standing page printed by a theme whose `page.html` is this.
fn page_with(template: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "own/theme.toml", "context = 1");
    write(folder.path(), "own/page.html", template);
    let mut facts = sample::standing();
    facts.name = "<script>alert(1)</script>".into();
    press(folder.path(), false)
        .page(&title("own"), &facts)
        .unwrap()
}

#[test]
fn one_file_takes_the_place_of_the_built_in_one() {
    let page = page_with(&format!("{BARE}<p>our own page</p></body></html>"));
    assert!(page.contains("<p>our own page</p>"));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "own/theme.toml", "context = 1");
    write(folder.path(), "own/page.html", BARE);
    let front = press(folder.path(), false)
        .front(&title("own"), &sample::front())
        .unwrap();
    assert!(
        front.contains("class=\"lead\""),
        "every other page is inherited"
    );
    assert!(front.contains("/theme/own."), "in the theme's own dress");
}

#[test]
fn a_theme_can_take_the_name_of_a_built_in_one() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plain/theme.toml", "context = 1");
    write(
        folder.path(),
        "plain/more.css",
        "body{letter-spacing:.01em}",
    );
    let press = press(folder.path(), false);
    let page = press.front(&title("plain"), &sample::front()).unwrap();
    assert!(
        page.contains("<p class=\"name\">"),
        "the built-in plain theme lies below"
    );
}

#[test]
fn nothing_a_template_does_prints_a_strangers_text_as_markup() {
    for trick in [
        "{{ standing.name }}",
        "{% autoescape false %}{{ standing.name }}{% endautoescape %}",
        "{% autoescape 'json' %}{{ standing.name }}{% endautoescape %}",
        "{{ standing.body ~ standing.name }}",
        "{{ standing.name ~ standing.body }}",
        "{{ [standing.body, standing.name]|join }}",
        "{{ [standing.name]|join(standing.body) }}",
        "{{ standing.body|replace('redazione', standing.name) }}",
        "{{ standing.name|replace('x', standing.body) }}",
        "{{ (standing.body ~ '%s')|format(standing.name) }}",
        "{{ standing.name|upper|lower }}",
        "{{ standing.name|indent }}{{ standing.name|title }}{{ standing.name|trim }}",
        "{{ standing.name|escape|replace('&lt;', '<')|replace('&gt;', '>') }}",
        "{% set x %}{% autoescape false %}{{ standing.name }}{% endautoescape %}{% endset %}{{ x }}",
        "{% autoescape false %}{% set x %}{{ standing.name }}{% endset %}{% endautoescape %}{{ x }}",
        "{% macro m(v) %}{% autoescape false %}{{ v }}{% endautoescape %}{% endmacro %}{{ m(standing.name) }}",
        "{% filter upper %}{{ standing.name }}{% endfilter %}",
        "{{ standing.name|safe }}",
        "{{ standing.name|tojson }}",
        "{{ standing.name|list|join }}",
        "{{ standing.name|string|default(standing.body) }}",
        "{{ {'a': standing.name} }}{{ [standing.name] }}",
        "{{ t('error-kicker', status=standing.name) }}",
        "{{ standing.name|e|replace('&lt;', lt) }}",
        "{{ standing.name|replace('<', lt) }}",
        "{{ standing.name|e|replace('&lt;', lt)|replace('&gt;', gt) }}",
        "{% set e = standing.name|e %}{{ e|split('&lt;')|join(lt) }}",
        "{% set e %}{{ standing.name }}{% endset %}{{ e|split('&lt;')|join(lt) }}",
        "{{ standing.name|split('<')|join(lt) }}",
        "{% set e %}{{ standing.name }}{% endset %}{{ e|replace('&lt;', '<') }}",
        "{% filter replace('&lt;', lt) %}{{ standing.name }}{% endfilter %}",
        "{% set e | replace('&lt;', lt) %}{{ standing.name }}{% endset %}{{ e }}",
        "{% macro m() %}{{ standing.name }}{% endmacro %}{{ m()|replace('&lt;', lt) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ standing.name }}{% endcall %}",
        "{% macro m() %}{{ caller()|replace('&lt;', lt) }}{% endmacro %}{% call m() %}{{ standing.name }}{% endcall %}",
        "{{ [standing.name|e]|map('replace', '&lt;', lt)|join }}",
        "{{ standing.name|e|lines|map('replace', '&lt;', lt)|first }}",
        "{{ (standing.name|e|replace('&lt;', '%s'))|format(lt, lt, lt, lt) }}",
        "{% set f %}%s{% endset %}{{ f|format(standing.name) }}",
        "{{ ('%s' ~ lt)|format(standing.name) }}",
        "{{ standing.name|e|indent(2)|replace('&lt;', lt) }}",
        "{{ standing.name|e|reverse|replace(';tl&', lt)|reverse }}",
        "{% set n = namespace(x=standing.name|e) %}{% set n.x = n.x|replace('&lt;', lt) %}{{ n.x }}",
        "{{ dict(a=standing.name).a ~ lt }}",
        "{{ (standing.name ~ '')|e|e|replace('amp;', '')|replace('&lt;', lt) }}",
        "{% set e %}{% autoescape false %}{{ standing.name }}{% endautoescape %}{% endset %}{{ e|replace('&lt;', lt) }}",
        "{{ t('error-kicker', status=standing.name|e)|replace('&lt;', lt) }}",
    ] {
        // Brackets of the theme's own, which it may print as such.
        let brackets = "{% set lt %}<{% endset %}{% set gt %}>{% endset %}";
        let page = page_with(&format!("{BARE}{brackets}{trick}</body></html>"));
        let lower = page.to_lowercase();
        assert!(
            !crate::pages::without_data(&lower).contains("<script"),
            "{trick}\n{page}"
        );
    }
}

#[test]
fn a_theme_that_does_not_stop_is_stopped() {
    for runaway in [
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% set x = 'x' * 99999999 %}{{ x * 999 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'page.html' %}",
        "{% for a in range(9000) %}{{ standing.body }}{{ standing.body }}{{ standing.body }}{{ standing.body }}{{ standing.body }}{% endfor %}",
    ] {
        let page = page_with(&format!("{BARE}{runaway}</body></html>"));
        assert!(
            page.contains("/theme/broadsheet."),
            "readers get the built-in theme: {runaway}"
        );
    }
}

#[test]
fn a_theme_sees_neither_files_nor_settings() {
    for reach in [
        "{% include '../../../etc/passwd' %}",
        "{% include '/etc/passwd' %}",
        "{% include '.hidden' %}",
        "{{ debug() }}",
        "{{ env('HOME') }}",
    ] {
        let page = page_with(&format!("{BARE}{reach}</body></html>"));
        assert!(page.contains("/theme/broadsheet."), "{reach}");
    }
}

#[test]
fn what_is_wrong_with_a_theme_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "old/theme.toml", "context = 2");
    write(
        folder.path(),
        "typo/theme.toml",
        "context = 1\ncolour = \"red\"",
    );
    write(
        folder.path(),
        "pale/theme.toml",
        "context = 1\naccent = { light = \"red\", dark = \"#ffffff\" }",
    );
    write(
        folder.path(),
        "ring/theme.toml",
        "context = 1\ninherits = \"gnir\"",
    );
    write(
        folder.path(),
        "gnir/theme.toml",
        "context = 1\ninherits = \"ring\"",
    );
    write(
        folder.path(),
        "grey/theme.toml",
        "context = 1\n[record]\nink = { light = \"#8a8a8a\", dark = \"#ffffff\" }",
    );
    fs::create_dir(folder.path().join("empty")).unwrap();
    let press = press(folder.path(), false);
    let says = |name: &str| press.check_theme(name).unwrap_err().to_string();
    assert_eq!(
        says("old"),
        "theme `old`: theme.toml asks for context = 2; this program offers context = 1"
    );
    assert!(
        says("typo").starts_with("theme `typo`: theme.toml: TOML parse error at line 2, column 1"),
        "{}",
        says("typo")
    );
    assert_eq!(
        says("pale"),
        "theme `pale`: theme.toml: `accent` wants colours written as #rrggbb"
    );
    assert_eq!(
        says("grey"),
        "theme `grey`: theme.toml: the record would be printed with #8a8a8a on #fdfcf9 in the light scheme, a contrast of \
         3.4; it takes 4.5 or more: set `ink` or `ground` in [record]"
    );
    assert!(
        says("ring").contains("stands on more than 3 others, or on itself")
            || says("ring").contains("no theme"),
        "{}",
        says("ring")
    );
    assert_eq!(
        says("empty"),
        "theme `empty`: it has no theme.toml; write one with the line `context = 1`"
    );
    assert_eq!(
        says("nowhere"),
        "there is no theme `nowhere`, neither built in nor in the themes folder"
    );
    assert!(says("../etc").contains("is not a name for a theme"));
    for name in ["old", "typo", "ring", "grey", "empty", "nowhere", "../etc"] {
        let page = press.front(&title(name), &sample::front()).unwrap();
        assert!(page.contains("/theme/broadsheet."), "{name}");
    }
}

#[test]
fn a_stylesheet_that_leaves_something_open_or_reaches_for_the_guard_is_refused() {
    let deep = format!("{}{}", "a{".repeat(40), "}".repeat(40));
    let flood = "{".repeat(100_000);
    for (css, why) in [
        (
            "a{color:red",
            "line 1: a block, a string or a comment is not closed",
        ),
        (
            "a{color:red}}",
            "line 1: a bracket is closed that was not opened",
        ),
        (
            "a{color:red}\n/* ",
            "a block, a string or a comment is not closed",
        ),
        ("a::before{content:\"x}", "line 1: a string is not closed"),
        ("a::before{content:\"x\\", "not closed"),
        ("a{background:url(x y)}", "line 1: an address is not closed"),
        ("a{b:c)}", "line 1: a bracket is closed that was not opened"),
        ("a[b{}", "not closed"),
        (deep.as_str(), "blocks are nested too deep"),
        (flood.as_str(), "blocks are nested too deep"),
        (
            "@layer colophon-record{b{display:none!important}}",
            "`colophon-record` is a name of the house",
        ),
        ("@layer c\\6flophon-record{}", "is a name of the house"),
        (
            "@property --colophon-none{syntax:\"*\"}",
            "`--colophon-none` is a name of the house",
        ),
        (
            "b{--colophon-none:none!important}",
            "is a name of the house",
        ),
        (
            "b{display:var(--x)}",
            "line 1: display: write the value itself, no function",
        ),
        ("b{font:var(--x)}", "font: write the size before a slash"),
        (
            "b{text-decoration:var(--x)}",
            "text-decoration: write the thickness itself",
        ),
        (
            "b{\n}\nb{font-family:'Zapf Dingbats'}",
            "line 3: `zapf dingbats`: a font of signs",
        ),
        ("b{font:12px Wingdings}", "a font of signs"),
        ("@import \"more\";", "@import"),
        (
            "@font-face{font-family:x;src:local(Wingdings)}",
            "@font-face",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "own/theme.toml", "context = 1");
        write(folder.path(), "own/more.css", css);
        let press = press(folder.path(), false);
        let said = press.check_theme("own").unwrap_err().to_string();
        assert!(
            said.starts_with("theme `own`, file `more.css`: line "),
            "{said}"
        );
        assert!(said.contains(why), "{said}");
        let page = press.front(&title("own"), &sample::front()).unwrap();
        assert!(page.contains("/theme/broadsheet."), "{css}");
    }
}

#[test]
fn every_template_of_a_theme_is_checked_also_one_that_another_covers() {
    for (file, theme) in [
        ("low/parts/unused.html", "low"),
        ("own/error.html", "own"),
        ("low/page.html", "low"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "low/theme.toml", "context = 1");
        write(
            folder.path(),
            "own/theme.toml",
            "context = 1\ninherits = \"low\"",
        );
        write(folder.path(), "own/page.html", BARE);
        let press = press(folder.path(), false);
        press.check_theme("own").unwrap();
        write(folder.path(), file, "<p>\n{% if %}");
        let said = press.check_theme("own").unwrap_err().to_string();
        let name = file.split_once('/').unwrap().1;
        assert!(
            said.starts_with(&format!("theme `{theme}`, template `{name}`: "))
                && said.contains(":2)"),
            "{said}"
        );
    }
    for theme in press::BUILT_IN {
        Press::new(Settings::default()).check_theme(theme).unwrap();
    }
}

#[test]
fn a_designer_sees_a_change_at_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "own/theme.toml", "context = 1");
    write(folder.path(), "own/page.html", &format!("{BARE}<p>one</p>"));
    let (live, kept) = (press(folder.path(), true), press(folder.path(), false));
    let print = |press: &Press| press.page(&title("own"), &sample::standing()).unwrap();
    assert!(print(&live).contains("<p>one</p>") && print(&kept).contains("<p>one</p>"));
    write(folder.path(), "own/page.html", &format!("{BARE}<p>two</p>"));
    assert!(print(&live).contains("<p>two</p>"));
    assert!(print(&kept).contains("<p>one</p>"));
    kept.reload();
    assert!(print(&kept).contains("<p>two</p>"));
}

#[test]
fn an_asset_is_made_again_from_its_address_alone() {
    let title = title("broadsheet");
    let page = Press::new(Settings::default())
        .front(&title, &sample::front())
        .unwrap();
    let another = Press::new(Settings::default());
    let paths: Vec<&str> = page
        .split('"')
        .filter(|part| part.starts_with("/theme/"))
        .collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    for path in paths {
        assert!(another.asset(path).is_some(), "{path}");
    }
    for path in [
        "/theme/broadsheet.a11b1f-ff8b7b.000000000000.css",
        "/theme/broadsheet.css",
        "/theme/../theme.toml",
        "/theme/",
        "/theme/broadsheet.zzzzzz-ff8b7b.000000000000.css",
        "/media/x",
    ] {
        assert!(another.asset(path).is_none(), "{path}");
    }
}
