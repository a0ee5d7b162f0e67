//! Writes the export of a WordPress that never was: `wordpress FILE POSTS SEED`. Ten years of posts by forty people in twelve
//! categories, with tags, excerpts, four comments each, and now and then a draft, a private text, a shortcode, a picture.
//!
//! The same seed writes the same file. What an import of it takes is measured by `time colophon import wordpress FILE …`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};

const PEOPLE: u64 = 40;
const CATEGORIES: [&str; 12] = [
    "harbour", "council", "courts", "schools", "work", "culture", "sport", "opinion", "weather",
    "islands", "market", "letters",
];
const TAGS: u64 = 300;
const COMMENTS: u64 = 4;
const WORDS: [&str; 48] = [
    "ferry", "quay", "council", "boat", "morning", "harbour", "said", "line", "island", "the",
    "of", "crew", "tide", "wind", "school", "market", "and", "a", "road", "bridge", "vote",
    "budget", "for", "to", "in", "new", "old", "was", "will", "open", "closed", "mayor", "captain",
    "court", "week", "year", "with", "after", "before", "office", "told", "paper", "water",
    "storm", "price", "fish", "net", "lamp",
];
/// Seconds of ten years.
const SPREAD_SECONDS: u64 = 10 * 365 * 24 * 3_600;
/// Seconds from the epoch to the first post: 2014-01-01.
const FIRST_SECOND: i64 = 1_388_534_400;

/// Numbers by chance that can be repeated (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % most.max(1)
    }

    fn words(&mut self, count: u64) -> String {
        let mut text = String::new();
        for number in 0..count {
            if number > 0 {
                text.push(' ');
            }
            let most = WORDS.len() as u64;
            let word = WORDS.get(self.below(most) as usize).copied();
            text.push_str(word.unwrap_or("lamp"));
        }
        text
    }

    fn sentence(&mut self) -> String {
        let length = 6 + self.below(14);
        let words = self.words(length);
        let (first, rest) = words.split_at(1);
        format!("{}{rest}.", first.to_uppercase())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [file, posts, seed] = words.as_slice() else {
        return Err("wordpress FILE POSTS SEED".into());
    };
    let (posts, seed): (u64, u64) = (posts.parse()?, seed.parse()?);
    let mut out = BufWriter::new(File::create(file)?);
    head(&mut out)?;
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for number in 1..=posts {
        let at = FIRST_SECOND + i64::try_from(SPREAD_SECONDS * number / (posts + 1))?;
        post(&mut out, &mut chance, number, at)?;
    }
    writeln!(out, "</channel>\n</rss>")?;
    out.flush()?;
    Ok(())
}

fn head(out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\"><channel>\n<title>The Lamp of Old</title>\n\
         <wp:wxr_version>1.2</wp:wxr_version>\n<wp:base_blog_url>https://lamp-of-old.example</wp:base_blog_url>"
    )?;
    for person in 0..PEOPLE {
        writeln!(
            out,
            "<wp:author><wp:author_id>{}</wp:author_id><wp:author_login><![CDATA[person{person}]]></wp:author_login>\
             <wp:author_display_name><![CDATA[Person {person}]]></wp:author_display_name></wp:author>",
            person + 1
        )?;
    }
    for (number, category) in CATEGORIES.iter().enumerate() {
        writeln!(
            out,
            "<wp:category><wp:term_id>{}</wp:term_id><wp:category_nicename><![CDATA[{category}]]></wp:category_nicename>\
             <wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[{category}]]></wp:cat_name></wp:category>",
            number + 1
        )?;
    }
    for tag in 0..TAGS {
        writeln!(
            out,
            "<wp:tag><wp:term_id>{}</wp:term_id><wp:tag_slug><![CDATA[tag-{tag}]]></wp:tag_slug>\
             <wp:tag_name><![CDATA[Tag {tag}]]></wp:tag_name></wp:tag>",
            1_000 + tag
        )?;
    }
    Ok(())
}

/// Local and UTC time of an instant: the former site was an hour ahead all year.
fn times(at: i64) -> Result<(String, String), Box<dyn Error>> {
    let utc = jiff::Timestamp::from_second(at)?;
    let local = jiff::Timestamp::from_second(at + 3_600)?;
    let written = |at: jiff::Timestamp| {
        at.to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string()
    };
    Ok((written(local), written(utc)))
}

fn post(
    out: &mut impl Write,
    chance: &mut Chance,
    number: u64,
    at: i64,
) -> Result<(), Box<dyn Error>> {
    let (local, utc) = times(at)?;
    let length = 4 + chance.below(6);
    let title = chance.words(length);
    let slug = format!("{}-{number}", title.replace(' ', "-"));
    let category = CATEGORIES
        .get(chance.below(CATEGORIES.len() as u64) as usize)
        .copied()
        .unwrap_or("harbour");
    let status = match chance.below(100) {
        0 => "draft",
        1 => "private",
        2 => "pending",
        _ => "publish",
    };
    let mut text = String::new();
    for _ in 0..5 + chance.below(8) {
        let sentences = 2 + chance.below(4);
        let sentences: Vec<String> = (0..sentences).map(|_| chance.sentence()).collect();
        let paragraph = sentences.join(" ");
        match number % 2 {
            0 => write!(
                text,
                "<!-- wp:paragraph -->\n<p>{paragraph}</p>\n<!-- /wp:paragraph -->\n\n"
            )?,
            _ => write!(text, "{paragraph}\n\n")?,
        }
    }
    if chance.below(20) == 0 {
        text.push_str("[youtube id=\"abc123\"]\n\n");
    }
    let (year, month) = (
        local.get(..4).unwrap_or_default(),
        local.get(5..7).unwrap_or_default(),
    );
    write!(
        out,
        "<item><title><![CDATA[{title}]]></title><link>https://lamp-of-old.example/{year}/{month}/{slug}/</link>\
         <dc:creator><![CDATA[person{}]]></dc:creator><content:encoded><![CDATA[{text}]]></content:encoded>\
         <excerpt:encoded><![CDATA[{}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>\
         <wp:post_date><![CDATA[{local}]]></wp:post_date><wp:post_date_gmt><![CDATA[{utc}]]></wp:post_date_gmt>\
         <wp:comment_status><![CDATA[open]]></wp:comment_status><wp:post_name><![CDATA[{slug}]]></wp:post_name>\
         <wp:status><![CDATA[{status}]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>\
         <category domain=\"category\" nicename=\"{category}\"><![CDATA[{category}]]></category>",
        chance.below(PEOPLE),
        chance.sentence(),
    )?;
    for _ in 0..chance.below(4) {
        let tag = chance.below(TAGS);
        write!(
            out,
            "<category domain=\"post_tag\" nicename=\"tag-{tag}\"><![CDATA[Tag {tag}]]></category>"
        )?;
    }
    for comment in 0..COMMENTS {
        let id = number * COMMENTS + comment;
        let (local, utc) = times(at + 600 * i64::try_from(comment + 1)?)?;
        let parent = if comment == 2 { id - 2 } else { 0 };
        let sentences = 1 + chance.below(3);
        let said: Vec<String> = (0..sentences).map(|_| chance.sentence()).collect();
        write!(
            out,
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[Reader {}]]></wp:comment_author>\
             <wp:comment_date><![CDATA[{local}]]></wp:comment_date><wp:comment_date_gmt><![CDATA[{utc}]]></wp:comment_date_gmt>\
             <wp:comment_content><![CDATA[{}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved>\
             <wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>",
            chance.below(2_000),
            said.join(" "),
        )?;
    }
    writeln!(out, "</item>")?;
    Ok(())
}
