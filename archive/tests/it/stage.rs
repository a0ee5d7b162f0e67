//! A newspaper in which there is a bit of everything, its archive, and hands to damage that.

use archive::{Archive, Asked, Home, Written};
use cast::{Gazette, body, new_place, sound};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::SignedDuration;
use markup::{Block, Picture};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::{self, drafting, scheduling, withdrawing};
use paper::carrying::Stop;
use paper::comments::sending::{self, Sending};
use paper::comments::{self, NewComment, Verdict};
use paper::copy::{Source, SourceKind};
use paper::fronts::{self, Composition, Placed, Slot};
use paper::id::{ArticleId, PlacementId};
use paper::measures::Kind;
use paper::measures::deciding::{self, Decision, Request};
use paper::people::{self, AboutContributor};
use paper::pictures::{self, NewPicture};
use paper::reading::facts::PageRole;
use paper::tokens::{self, NewToken, Scope, Whose};
use paper::{Paper, Place, desk, doors, pages, shifts, topics};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What no archive may hold: pasted into sources, desk notes, or drawn as secrets.
pub(crate) struct Everything {
    pub(crate) gazette: Gazette,
    pub(crate) ferry: ArticleId,
    pub(crate) draft: ArticleId,
    pub(crate) secrets: Vec<String>,
}

fn png() -> Vec<u8> {
    let pixels = RgbImage::from_fn(900, 600, |x, y| Rgb([x as u8, y as u8, 7]));
    let mut bytes = Cursor::new(Vec::new());
    let written = DynamicImage::ImageRgb8(pixels).write_to(&mut bytes, ImageFormat::Png);
    written.expect("an encoder");
    bytes.into_inner()
}

pub(crate) async fn placement(paper: &Paper, article: ArticleId) -> PlacementId {
    let mut session = paper.read().await.expect("a read");
    let all = articles::placements(&mut session, article).await;
    all.expect("placements")[0].id
}

impl Everything {
    pub(crate) async fn new() -> Everything {
        let gazette = Gazette::new().await;
        let mut all = Everything {
            ferry: gazette.published("Ferry sails").await.article,
            draft: drafting::file(
                &gazette.paper,
                &gazette.tomas,
                gazette.filing(sound("A text in work")),
            )
            .await
            .expect("filed"),
            gazette,
            secrets: Vec::new(),
        };
        all.texts().await;
        all.talk().await;
        all.house().await;
        all.asked().await;
        all
    }

    async fn texts(&mut self) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        let picture = NewPicture {
            name: "ferry.png".to_owned(),
            bytes: png(),
            alt: "A ferry ]]> <b>&</b>".to_owned(),
            credit: "Tomas Berg".to_owned(),
            licence: "own".to_owned(),
            source_type: "digitalCapture".to_owned(),
            ..NewPicture::default()
        };
        let picture = pictures::add(paper, ines, self.gazette.title, picture).await;
        let picture = picture.expect("a picture").to_string();
        let topic = topics::keep(
            paper,
            &self.gazette.operator,
            self.gazette.title,
            "boats",
            "Boats & quays",
            None,
        );
        topic.await.expect("a topic");
        let mut copy = sound("Ferry sails ]]> at last");
        copy.topics = vec!["boats".to_owned()];
        copy.sources.push(Source {
            kind: SourceKind::Document,
            name: "Timetable".to_owned(),
            text: "pasted words nobody publishes".to_owned(),
            ..Source::default()
        });
        copy.body.blocks.push(Block::Figure(Picture {
            file: picture.clone(),
            alt: "A ferry".to_owned(),
            described_by_caption: false,
            caption: Vec::new(),
            credit: "Tomas Berg".to_owned(),
            licence: "own".to_owned(),
            source_type: "digitalCapture".to_owned(),
        }));
        copy.picture = Some(Picture {
            file: picture,
            alt: "A ferry".to_owned(),
            described_by_caption: false,
            caption: Vec::new(),
            credit: "Tomas Berg".to_owned(),
            licence: "own".to_owned(),
            source_type: "digitalCapture".to_owned(),
        });
        let going = Going::change(Class::Update, "It sails");
        let changed = publishing::change(paper, ines, self.ferry, 1, copy, going).await;
        changed.expect("changed");
        let gone = self
            .gazette
            .published("A boat that never was")
            .await
            .article;
        let withdrawn = withdrawing::withdraw(paper, ines, gone, "wrong as a whole").await;
        withdrawn.expect("withdrawn");
        let note = desk::notes::add(paper, ines, self.draft, "Ask @tomas <script>", None).await;
        note.expect("a note");
        let coming = drafting::file(paper, ines, self.gazette.filing(sound("To come"))).await;
        let coming = coming.expect("filed");
        let due = paper.now() + SignedDuration::from_hours(30);
        let zone = jiff::tz::TimeZone::get("Europe/Rome").expect("a zone");
        let local = due.to_zoned_datetime(zone).datetime();
        let scheduled = scheduling::schedule(paper, ines, coming, local, Class::First, "").await;
        scheduled.expect("scheduled");
        let composition = Composition {
            slots: vec![Placed {
                slot: Slot::ALL[0],
                position: 0,
                article: self.ferry,
                until: Some(due),
                headline: None,
                picture: None,
            }],
            breaking: None,
        };
        let front = fronts::publish(paper, ines, self.gazette.title, composition, 0).await;
        front.expect("a front");
    }

    async fn talk(&mut self) {
        let paper = &self.gazette.paper;
        let operator = &self.gazette.operator;
        let role = paper::rights::Role::Moderator;
        let granted = people::grant(paper, operator, "ines", role, None, None).await;
        granted.expect("a grant");
        let placement = placement(paper, self.ferry).await;
        let comment = NewComment {
            placement,
            reply_to: None,
            name: "Lia <i>".to_owned(),
            text: "Well written ]]> <script>alert(1)</script> & so on.".to_owned(),
        };
        let first = comments::file(paper, &comment).await.expect("filed");
        let approved = comments::decide(paper, &self.gazette.ines, first, &Verdict::Approve).await;
        approved.expect("approved");
        let answer = NewComment {
            reply_to: Some(first),
            name: "Ugo".to_owned(),
            text: "Indeed it is.".to_owned(),
            ..comment
        };
        comments::file(paper, &answer).await.expect("filed");
        let token = sending::form(paper, placement).await.expect("a form");
        self.gazette.later(1);
        let sending = Sending {
            placement,
            reply_to: String::new(),
            name: "Mara Ferri".to_owned(),
            text: "I was on board and it was late by an hour.".to_owned(),
            email: "mara@reader.example".to_owned(),
            website: String::new(),
            token,
            trap: String::new(),
            address: "203.0.113.7".parse().ok(),
        };
        let sent = sending::send(paper, &sending).await.expect("sent");
        sent.expect("taken");
    }

    /// What is asked by the right to be forgotten: one request that waits, one that holds for a while.
    async fn asked(&self) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        for accept in [false, true] {
            let request = Request {
                kind: Kind::Deindex,
                requested_at: None,
                name: "Avv. Bo".to_owned(),
                contact: "bo@pec.example".to_owned(),
                words: "The trial is over.".to_owned(),
            };
            let id = deciding::ask(paper, ines, self.ferry, &request).await;
            let decision = Decision {
                accept,
                reason: "Acquitted".to_owned(),
                ends: Some(paper.now() + SignedDuration::from_hours(900)),
                ..Decision::default()
            };
            let id = id.expect("kept");
            if accept {
                let decided = deciding::decide(paper, ines, id, &decision).await;
                decided.expect("decided");
            }
        }
    }

    async fn house(&mut self) {
        let (paper, operator) = (&self.gazette.paper, &self.gazette.operator);
        let about = AboutContributor {
            name: "Tomas Berg".to_owned(),
            ..AboutContributor::default()
        };
        let kept = people::keep_contributor(paper, operator, &about).await;
        kept.expect("a contributor");
        let text = body(&["We are the Harbour Gazette."]);
        let title = self.gazette.title;
        let page = pages::keep(
            paper,
            operator,
            title,
            "about",
            PageRole::About,
            "About",
            &text,
        );
        page.await.expect("a page");
        let until = paper.now() + SignedDuration::from_hours(8);
        let ines = &self.gazette.ines;
        let shift = shifts::name(paper, ines, title, "edo", paper.now(), until).await;
        shift.expect("a shift");
        let token = NewToken {
            whose: Whose::Account("ines".to_owned()),
            scopes: vec![Scope::Read],
            title: None,
            label: "a program".to_owned(),
            expires: None,
        };
        let token = tokens::add(paper, ines, &token).await.expect("a token");
        let link = doors::links::invite(paper, operator, "tomas").await;
        self.secrets = vec![token.secret, link.expect("a link")];
    }
}

/// Writes an archive.
pub(crate) async fn archived(paper: &Paper, folder: &Path) -> Result<Written, Stop> {
    let asked = Asked {
        program: "colophon test".to_owned(),
        themes: folder.with_extension("themes"),
        settings: serde_json::json!({"scheme": "https"}),
        at: paper.now(),
    };
    archive::write(paper, &asked, folder, &mut |_| ()).await
}

/// An empty record with its folders.
pub(crate) struct Empty {
    pub(crate) paper: Paper,
    pub(crate) home: Home,
    folder: tempfile::TempDir,
}

impl Empty {
    pub(crate) async fn in_time_of(gazette: &Gazette) -> Empty {
        let folder = tempfile::tempdir().expect("a folder");
        let place: Place = new_place(&folder);
        let home = Home {
            media: folder.path().join("media"),
            themes: folder.path().join("themes"),
        };
        let entropy = Arc::new(cast::Counted::starting_at(1 << 45));
        let paper = Paper::open_with(&place, &home.media, gazette.clock.clone(), entropy).await;
        Empty {
            paper: paper.expect("a record"),
            home,
            folder,
        }
    }

    /// Fills it.
    pub(crate) async fn takes(&self, archive: &Path) -> Result<archive::Received, Stop> {
        let archive = Archive::open(archive)?;
        archive
            .bring_back(&self.paper, "operator", &self.home, &mut |_| ())
            .await
    }

    /// Whether nothing came of an attempt: no row of a newspaper, no file.
    pub(crate) async fn is_empty(&self) -> bool {
        let mut session = self.paper.read().await.expect("a read");
        let network = paper::network::find(&mut session).await.expect("a read");
        let files = self.folder.path().join("media");
        let files = fs::read_dir(files).map_or(0, Iterator::count);
        network.is_none() && files == 0
    }
}

/// All files of a folder, by their paths in it.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(&inside).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside");
                files.push(name.display().to_string());
            }
        }
    }
    files.sort();
    files
}

/// A copy of an archive that can be damaged.
pub(crate) fn copied(archive: &Path, to: &Path) -> PathBuf {
    for name in files(archive) {
        let target = to.join(&name);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        fs::copy(archive.join(&name), target).expect("copied");
    }
    to.to_owned()
}

/// Changes a file, and the list of checksums with it, as who means harm would.
pub(crate) fn forged(archive: &Path, file: &str, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(archive.join(file)).expect("a text");
    let changed = change(text.clone());
    assert_ne!(changed, text, "{file} is changed");
    fs::write(archive.join(file), &changed).expect("written");
    let sum = hex::encode(Sha256::digest(changed.as_bytes()));
    let sums = archive.join("SHA256SUMS");
    let list = fs::read_to_string(&sums).expect("a list");
    let list: String = list
        .lines()
        .map(|line| match line.ends_with(&format!("  {file}")) {
            true => format!("{sum}  {file}\n"),
            false => format!("{line}\n"),
        })
        .collect();
    fs::write(sums, list).expect("written");
}

/// What a refusal says in English.
pub(crate) fn said(stop: &Stop) -> String {
    match stop {
        Stop::Wrong(wrong) => {
            assert_ne!(wrong.it, "", "in both languages");
            wrong.en.clone()
        }
        Stop::Record(error) => error.to_string(),
    }
}
