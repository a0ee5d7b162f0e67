//! Shortcodes that are known, and the HTML of what they stood for.

use super::super::{Attached, escaped};
use super::{Code, Writer};
use paper::imports::What;

/// Beginnings of names of shortcodes that lay a page out: what is in them stays.
const LAYOUTS: [&str; 18] = [
    "vc_",
    "et_pb_",
    "fusion_",
    "av_",
    "tdc_",
    "td_",
    "cs_",
    "mk_",
    "ux_",
    "wpb_",
    "kc_",
    "rev_",
    "fl_",
    "ssc_",
    "oxygen",
    "bt_",
    "elementor",
    "x_",
];
/// Names of others that do.
const LAYOUT: [&str; 30] = [
    "row",
    "column",
    "columns",
    "col",
    "section",
    "container",
    "one_half",
    "one_half_last",
    "one_third",
    "one_third_last",
    "two_third",
    "two_thirds",
    "one_fourth",
    "one_fourth_last",
    "three_fourth",
    "su_row",
    "su_column",
    "su_list",
    "su_animate",
    "su_dropcap",
    "su_highlight",
    "dropcap",
    "highlight",
    "center",
    "tabs",
    "su_tabs",
    "accordion",
    "accordions",
    "su_accordion",
    "toggles",
];

/// Writes one out; false where it is not known.
pub(super) fn write(
    writer: &mut Writer<'_>,
    code: &Code<'_>,
    inside: Option<&str>,
    depth: usize,
) -> bool {
    let name = code.name.to_ascii_lowercase();
    match name.as_str() {
        "caption" | "wp_caption" => caption(writer, code, inside.unwrap_or_default(), depth),
        "gallery" => gallery(writer, code),
        "playlist" => playlist(writer, code),
        "embed"
        | "audio"
        | "video"
        | "youtube"
        | "vimeo"
        | "dailymotion"
        | "soundcloud"
        | "spotify"
        | "tweet"
        | "twitter"
        | "instagram"
        | "facebook"
        | "googlemaps"
        | "iframe"
        | "su_youtube"
        | "su_youtube_advanced"
        | "su_vimeo"
        | "su_video"
        | "su_audio"
        | "su_dailymotion"
        | "vc_video"
        | "fvplayer"
        | "flowplayer"
        | "et_pb_video"
        | "fusion_youtube"
        | "fusion_vimeo"
        | "wpvideo" => {
            return player(writer, &name, code, inside);
        }
        "blockquote" | "quote" | "su_quote" => {
            quote(writer, code, inside.unwrap_or_default(), "", depth);
        }
        "pullquote" | "su_pullquote" | "perfectpullquote" => {
            quote(
                writer,
                code,
                inside.unwrap_or_default(),
                " class=\"pull\"",
                depth,
            );
        }
        "box" | "su_box" | "infobox" | "su_note" | "note" | "alert" | "notice" | "su_service" => {
            aside(writer, code, inside.unwrap_or_default(), depth);
        }
        "su_spoiler" | "spoiler" | "toggle" | "accordion-item" | "tab" | "su_tab"
        | "vc_tta_section" | "et_pb_toggle" | "et_pb_tab" => {
            titled(writer, code, inside.unwrap_or_default(), depth)
        }
        "su_button" | "button" | "btn" | "vc_btn" | "vc_button" | "fusion_button"
        | "et_pb_button" => {
            return link(writer, code, inside);
        }
        "vc_single_image" | "et_pb_image" | "su_image" => return picture(writer, code),
        "vc_gallery" | "vc_images_carousel" | "su_slider" | "su_carousel" | "su_custom_gallery"
        | "et_pb_gallery" => gallery(writer, code),
        "vc_separator" | "su_divider" | "divider" | "hr" | "separator" | "fusion_separator" => {
            writer.out.push_str("<hr>");
        }
        "vc_empty_space" | "su_spacer" | "spacer" | "clear" | "clearfix" | "br" => {
            writer.out.push_str("\n\n");
        }
        "toc" | "ez-toc" | "lwptoc" | "table_of_contents" => {
            writer.met.note(What::Dropped, code.name);
        }
        "su_heading" | "heading" | "vc_custom_heading" | "fusion_title" => {
            heading(writer, code, inside)
        }
        _ if is_layout(&name) => match inside {
            Some(inside) => {
                writer.out.push_str("\n\n");
                writer.write(inside, depth + 1);
                writer.out.push_str("\n\n");
            }
            // Without anything in it, it is a part of the page nobody can guess, unless it is known to be empty.
            None => return LAYOUT.contains(&name.as_str()),
        },
        _ => return false,
    }
    true
}

fn is_layout(name: &str) -> bool {
    LAYOUT.contains(&name)
        || (LAYOUTS.iter().any(|head| name.starts_with(head)) && name != "vc_raw_html")
}

/// A picture with its caption: the picture comes first, the rest is the caption, unless an attribute says it.
fn caption(writer: &mut Writer<'_>, code: &Code<'_>, inside: &str, depth: usize) {
    let end = inside
        .find("</a>")
        .map(|at| at + 4)
        .filter(|end| inside.get(..*end).is_some_and(|head| head.contains("<img")))
        .or_else(|| {
            let img = inside.find("<img")?;
            Some(img + inside.get(img..)?.find('>')? + 1)
        })
        .unwrap_or(0);
    let (picture, words) = inside.split_at(end);
    writer.out.push_str("<figure>");
    writer.out.push_str(picture);
    writer.out.push_str("<figcaption>");
    match code.get("caption") {
        Some(said) if words.trim().is_empty() => writer.out.push_str(said),
        _ => writer.write(words.trim(), depth + 1),
    }
    writer.out.push_str("</figcaption></figure>\n");
}

fn ids(code: &Code<'_>) -> Vec<u64> {
    code.any(&["ids", "include", "images", "gallery_ids", "source"])
        .unwrap_or_default()
        .trim_start_matches("media:")
        .split(',')
        .filter_map(|id| id.trim().parse().ok())
        .take(500)
        .collect()
}

fn files(writer: &Writer<'_>, code: &Code<'_>) -> (Vec<Attached>, Vec<u64>) {
    let ids = ids(code);
    if ids.is_empty() {
        let post = code
            .get("id")
            .and_then(|id| id.parse().ok())
            .unwrap_or(writer.post);
        return (writer.library.files_of(post), Vec::new());
    }
    let mut missing = Vec::new();
    let mut found = Vec::new();
    for id in ids {
        match writer.library.file(id) {
            Some(file) => found.push(file),
            None => missing.push(id),
        }
    }
    (found, missing)
}

fn gallery(writer: &mut Writer<'_>, code: &Code<'_>) {
    let (files, missing) = files(writer, code);
    for id in missing {
        writer
            .met
            .note(What::PictureMissing, &format!("gallery {id}"));
    }
    if files.is_empty() {
        writer.met.note(What::Shortcode, code.name);
        writer.out.push_str("<p><code>");
        writer.out.push_str(&escaped(code.raw));
        writer.out.push_str("</code></p>\n");
        return;
    }
    writer.out.push_str("<figure>");
    for file in &files {
        figure(&mut writer.out, file);
    }
    writer.out.push_str("</figure>\n");
}

/// A picture of the source's library with its words.
pub(super) fn figure(out: &mut String, file: &Attached) {
    out.push_str("<figure><img src=\"");
    out.push_str(&escaped(&file.url));
    out.push_str("\" alt=\"");
    out.push_str(&escaped(&file.alt));
    if !file.credit.is_empty() {
        out.push_str("\" data-credit=\"");
        out.push_str(&escaped(&file.credit));
    }
    out.push_str("\">");
    if !file.caption.is_empty() {
        out.push_str("<figcaption>");
        out.push_str(&file.caption);
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>");
}

fn picture(writer: &mut Writer<'_>, code: &Code<'_>) -> bool {
    let by_id = code
        .any(&["image", "id"])
        .and_then(|id| id.parse().ok())
        .and_then(|id| writer.library.file(id));
    let file = by_id.or_else(|| {
        let url = code.any(&["src", "url", "image", "source"])?;
        url.contains('/').then(|| Attached {
            url: url.to_owned(),
            alt: code.get("alt").unwrap_or_default().to_owned(),
            ..Attached::default()
        })
    });
    if let Some(file) = &file {
        figure(&mut writer.out, file);
    }
    file.is_some()
}

fn playlist(writer: &mut Writer<'_>, code: &Code<'_>) {
    let (files, _) = files(writer, code);
    if files.is_empty() {
        writer.met.note(What::Shortcode, code.name);
    }
    for file in files {
        embed(&mut writer.out, &file.url, &file.title);
    }
}

fn embed(out: &mut String, url: &str, title: &str) {
    out.push_str("<iframe src=\"");
    out.push_str(&escaped(&url.replace("&amp;", "&")));
    out.push_str("\" title=\"");
    out.push_str(&escaped(title));
    out.push_str("\"></iframe>\n");
}

/// Something that plays, or is shown, elsewhere.
fn player(writer: &mut Writer<'_>, name: &str, code: &Code<'_>, inside: Option<&str>) -> bool {
    const SOURCES: [&str; 18] = [
        "src", "url", "link", "mp3", "mp4", "m4a", "m4v", "ogg", "ogv", "wav", "webm", "wmv",
        "flv", "href", "source", "tweet", "track", "#0",
    ];
    let words = inside.map(str::trim).filter(|inside| inside.contains("//"));
    let named = words
        .or_else(|| code.any(&SOURCES))
        .map(|url| url.trim_start_matches(['=', ':']).trim_matches('"').trim());
    let address = match named {
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => url.to_owned(),
        Some(url) if url.starts_with("//") => format!("https:{url}"),
        other => {
            let id = code
                .get("id")
                .or(other)
                .or(inside.map(str::trim))
                .unwrap_or_default();
            let sound = !id.is_empty()
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
            match name {
                "youtube" | "fusion_youtube" if sound => {
                    format!("https://www.youtube.com/watch?v={id}")
                }
                "vimeo" | "fusion_vimeo" if sound => format!("https://vimeo.com/{id}"),
                "dailymotion" if sound => format!("https://www.dailymotion.com/video/{id}"),
                "instagram" if sound => format!("https://www.instagram.com/p/{id}/"),
                "tweet" | "twitter" if sound => format!("https://twitter.com/i/status/{id}"),
                _ => return false,
            }
        }
    };
    if address.contains(char::is_whitespace) || address.contains('<') {
        return false;
    }
    embed(
        &mut writer.out,
        &address,
        code.get("title").unwrap_or_default(),
    );
    true
}

fn quote(writer: &mut Writer<'_>, code: &Code<'_>, inside: &str, class: &str, depth: usize) {
    writer.out.push_str("\n\n<blockquote");
    writer.out.push_str(class);
    writer.out.push('>');
    writer.write(inside, depth + 1);
    if let Some(who) = code.any(&["cite", "author", "source"]) {
        writer.out.push_str("<cite>");
        writer.out.push_str(&escaped(who));
        writer.out.push_str("</cite>");
    }
    writer.out.push_str("</blockquote>\n\n");
}

fn aside(writer: &mut Writer<'_>, code: &Code<'_>, inside: &str, depth: usize) {
    writer.out.push_str("\n\n<aside>");
    if let Some(title) = code.get("title") {
        writer.out.push_str("<h3>");
        writer.out.push_str(&escaped(title));
        writer.out.push_str("</h3>");
    }
    writer.out.push_str("<p>");
    writer.write(inside, depth + 1);
    writer.out.push_str("</p></aside>\n\n");
}

fn titled(writer: &mut Writer<'_>, code: &Code<'_>, inside: &str, depth: usize) {
    if let Some(title) = code.get("title") {
        writer.out.push_str("\n\n<h3>");
        writer.out.push_str(&escaped(title));
        writer.out.push_str("</h3>\n\n");
    }
    writer.write(inside, depth + 1);
    writer.out.push_str("\n\n");
}

fn heading(writer: &mut Writer<'_>, code: &Code<'_>, inside: Option<&str>) {
    let words = code.any(&["text", "title"]).or(inside).unwrap_or_default();
    writer.out.push_str("\n\n<h2>");
    writer.out.push_str(&escaped(words.trim()));
    writer.out.push_str("</h2>\n\n");
}

fn link(writer: &mut Writer<'_>, code: &Code<'_>, inside: Option<&str>) -> bool {
    let Some(url) = code.any(&["url", "link", "href", "button_url"]) else {
        return false;
    };
    // The page builder's own way to write a link: `url:https%3A%2F%2F…|title:…`.
    let url = match url.strip_prefix("url:") {
        Some(packed) => {
            let first = packed.split('|').next().unwrap_or_default();
            percent_encoding::percent_decode_str(first)
                .decode_utf8_lossy()
                .into_owned()
        }
        None => url.to_owned(),
    };
    let words = inside
        .map(str::trim)
        .filter(|words| !words.is_empty())
        .or_else(|| code.any(&["text", "title", "button_text"]))
        .unwrap_or(&url);
    writer.out.push_str("<p><a href=\"");
    writer.out.push_str(&escaped(&url));
    writer.out.push_str("\">");
    writer.out.push_str(&escaped(words));
    writer.out.push_str("</a></p>\n");
    true
}
