//! Paths of pictures: beside the article file or below its folder, nowhere else.

use markup::{Block, Body};

/// Longest path of a picture, bytes.
const PATH_BYTES_MAX: usize = 255;

/// Whether a picture is on another site, or written out in the text itself.
pub(super) fn is_elsewhere(path: &str) -> bool {
    path.contains("://") || path.starts_with("//") || path.starts_with("data:")
}

/// Why this is not a path a picture may have: Italian, English.
pub(super) fn fault(path: &str) -> Option<(String, String)> {
    let short = super::problem::shown(path);
    let pair = |it: &str, en: &str| {
        Some((
            format!("immagine «{short}»: {it}"),
            format!("picture “{short}”: {en}"),
        ))
    };
    if path.is_empty() {
        return Some((
            "immagine: manca il nome del file (file: pictures/x.webp)".into(),
            "picture: the file’s name is missing (file: pictures/x.webp)".into(),
        ));
    }
    if is_elsewhere(path) {
        return pair(
            "le immagini di altri siti non si scaricano; metti il file accanto all’articolo e scrivine il percorso relativo",
            "pictures of other sites are not fetched; put the file beside the article and write its relative path",
        );
    }
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/')
        || path.starts_with('~')
        || drive
        || path.split(['/', '\\']).any(|part| part == "..")
    {
        return pair(
            "il percorso deve restare nella cartella dell’articolo: relativo, senza ../",
            "the path must stay in the article’s folder: relative, without ../",
        );
    }
    if path.contains('\\') {
        return pair("le cartelle si separano con /", "folders are divided by /");
    }
    if path.len() > PATH_BYTES_MAX
        || path.chars().any(char::is_control)
        || path.split('/').any(|part| part.is_empty() || part == ".")
    {
        return pair(
            "non è un percorso di file; scrivi per esempio pictures/x.webp",
            "this is no path of a file; write for example pictures/x.webp",
        );
    }
    None
}

/// The files of the pictures of a text, in reading order, each once.
pub(super) fn of_body(body: &Body) -> Vec<String> {
    let mut files = Vec::new();
    gather(&body.blocks, &mut files);
    files
}

fn gather(blocks: &[Block], files: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Figure(picture) => add(&picture.file, files),
            Block::Gallery { pictures } => pictures
                .iter()
                .for_each(|picture| add(&picture.file, files)),
            Block::Quote { blocks, .. } | Block::Aside { blocks, .. } => gather(blocks, files),
            Block::List { items, .. } => items.iter().for_each(|item| gather(item, files)),
            _ => {}
        }
    }
}

/// Adds a path unless it is there.
pub(super) fn add(file: &str, files: &mut Vec<String>) {
    if !files.iter().any(|other| other == file) {
        files.push(file.to_owned());
    }
}

/// Takes the pictures of these files out of a text.
pub(super) fn leave_out(body: &mut Body, files: &[String]) {
    without(&mut body.blocks, files);
}

fn without(blocks: &mut Vec<Block>, files: &[String]) {
    let keeps = |file: &String| !files.contains(file);
    blocks.retain_mut(|block| match block {
        Block::Figure(picture) => keeps(&picture.file),
        Block::Gallery { pictures } => {
            pictures.retain(|picture| keeps(&picture.file));
            !pictures.is_empty()
        }
        Block::Quote { blocks, .. } | Block::Aside { blocks, .. } => {
            without(blocks, files);
            true
        }
        Block::List { items, .. } => {
            items.iter_mut().for_each(|item| without(item, files));
            true
        }
        _ => true,
    });
}
