//! `comment`: the conversation of readers, and what the desk decides about it.

mod lists;

use super::{At, By, instant};
use crate::failure::{Result, one_of};
use crate::orders::comments::{comment_id, notice_id};
use crate::orders::{Comments, Order, words};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use lists::{Bans, List, Notices, Show};
use paper::comments::banning::{Kind, NewBan};
use paper::comments::notices::Outcome;
use paper::comments::privacy::Whom;
use paper::comments::{Ground, Verdict};

/// Read, decide and answer readers' comments
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon comment list --title gazzetta\n  colophon comment approve 0192… --as ines\n  colophon comment reject 0192… --ground insult --as ines"
)]
pub(crate) struct CommentCommand {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    List(List),
    Show(Show),
    Approve(Approve),
    Reject(Reject),
    Hide(Hide),
    Restore(Restore),
    Reply(Reply),
    Close(Close),
    Open(Open),
    Ban(Ban),
    Unban(Unban),
    Bans(Bans),
    Notices(Notices),
    Decide(Decide),
    Export(Export),
    Erase(Erase),
}

/// Let readers see comments, or a whole folded group
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment approve 0192… --as ines")]
struct Approve {
    #[command(flatten)]
    which: Which,
}

/// Refuse comments, with a reason their writers are told
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon comment reject 0192… --ground off_topic --as ines\n  colophon comment reject --title gazzetta --group \"spam 2026-11-24\" --ground spam --as ines"
)]
struct Reject {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    why: Why,
}

/// Take away what readers see, with a reason its writer is told
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment hide 0192… --ground private --as ines")]
struct Hide {
    /// The comments' ids
    #[arg(required = true)]
    comments: Vec<String>,
    #[command(flatten)]
    why: Why,
}

/// Bring back what was hidden
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment restore 0192… --as ines")]
struct Restore {
    /// The comments' ids
    #[arg(required = true)]
    comments: Vec<String>,
}

/// Answer a comment, or comment on an article, in your own name and with a badge
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon comment reply 0192… --text \"Lo abbiamo corretto, grazie.\" --as ada"
)]
struct Reply {
    /// A comment's id, or an article's id or address
    target: String,
    /// What you say
    #[arg(long)]
    text: String,
    /// On which title, where the article is on several
    #[arg(long)]
    title: Option<String>,
}

/// Close a thread, or all comments on an article; what is there stays
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment close /2026/11/23/traghetto --as ines")]
struct Close {
    /// A comment's id, or an article's id or address
    target: String,
    /// On which title, where the article is on several
    #[arg(long)]
    title: Option<String>,
}

/// Open again what was closed
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment open /2026/11/23/traghetto --as ines")]
struct Open {
    /// A comment's id, or an article's id or address
    target: String,
    /// On which title, where the article is on several
    #[arg(long)]
    title: Option<String>,
}

/// Keep somebody from commenting: a name, an e-mail address, or the network a comment came from
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon comment ban --title gazzetta --comment 0192… --until 2026-12-24T00:00 --reason \"Insulti ripetuti\" --as ines"
)]
struct Ban {
    /// On which title: key or host
    #[arg(long)]
    title: String,
    /// This name, however it is spelt
    #[arg(long, required_unless_present_any = ["mail", "comment", "network"], conflicts_with_all = ["mail", "comment", "network"])]
    name: Option<String>,
    /// This e-mail address
    #[arg(long, conflicts_with_all = ["comment", "network"])]
    mail: Option<String>,
    /// The network this comment came from
    #[arg(long, value_name = "ID", conflicts_with = "network")]
    comment: Option<String>,
    /// The network of this address, for instance 203.0.113.0/24
    #[arg(long, value_name = "ADDRESS")]
    network: Option<String>,
    /// Until when: local time of the title, or with offset; until it is lifted if left out
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Lift a ban
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment unban 0192… --as ines")]
struct Unban {
    /// The ban's id
    ban: String,
}

/// Decide a notice, with the reasons its sender and the comment's writer are told
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon comment decide 0192… hide --reason \"Rivela dove abita una persona\" --as ines"
)]
struct Decide {
    /// The notice's id
    notice: String,
    /// keep or hide the comment
    #[arg(value_parser = ["keep", "hide"])]
    outcome: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Print everything kept of one person, as JSON
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment export --email marisa@example.org --as ines")]
struct Export {
    #[command(flatten)]
    whom: Person,
}

/// Erase everything kept of one person; it cannot be undone
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment erase --comment 0192… --as ines")]
struct Erase {
    #[command(flatten)]
    whom: Person,
}

/// Comments by id, or a folded group of a title.
#[derive(Debug, Args)]
struct Which {
    /// The comments' ids
    #[arg(required_unless_present = "group", conflicts_with = "group")]
    comments: Vec<String>,
    /// A folded group, as the list names it
    #[arg(long, requires = "title")]
    group: Option<String>,
    /// The group's title: key or host
    #[arg(long, requires = "group")]
    title: Option<String>,
}

#[derive(Debug, Args)]
struct Why {
    /// spam, insult, hate, private, illegal, off_topic, other
    #[arg(long, value_parser = ground)]
    ground: Ground,
    /// In words; needed with `other`
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
}

#[derive(Debug, Args)]
struct Person {
    /// Everything sent with this e-mail address
    #[arg(long, required_unless_present_any = ["comment", "notice"])]
    email: Option<String>,
    /// Everything sent by whoever sent this comment
    #[arg(long, value_name = "ID", conflicts_with = "email")]
    comment: Option<String>,
    /// Everything sent by whoever sent this notice
    #[arg(long, value_name = "ID", conflicts_with_all = ["email", "comment"])]
    notice: Option<String>,
}

impl Person {
    fn whom(self) -> Result<Whom> {
        Ok(match (self.email, self.comment, self.notice) {
            (Some(email), _, _) => Whom::Email(email),
            (None, Some(comment), _) => Whom::Comment(comment_id(&comment)?),
            (None, None, notice) => Whom::Notice(notice_id(&notice.unwrap_or_default())?),
        })
    }
}

fn ground(word: &str) -> Result<Ground> {
    let all: Vec<&str> = Ground::ALL.iter().map(|ground| ground.word()).collect();
    Ground::parse(word).ok_or_else(|| one_of(&all.join(", ")))
}

impl CommentCommand {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let by = &self.by;
        match self.deed {
            Deed::List(list) => list.run(at).await,
            Deed::Show(show) => show.run(at).await,
            Deed::Bans(bans) => bans.run(at).await,
            Deed::Notices(notices) => notices.run(at).await,
            Deed::Approve(approve) => decide(at, by, approve.which, Verdict::Approve).await,
            Deed::Reject(reject) => {
                let (ground, reason) = (reject.why.ground, reject.why.reason);
                decide(at, by, reject.which, Verdict::Reject { ground, reason }).await
            }
            Deed::Hide(hide) => {
                let (ground, reason) = (hide.why.ground, hide.why.reason);
                let verdict = Verdict::Hide { ground, reason };
                decide(at, by, of(hide.comments), verdict).await
            }
            Deed::Restore(restore) => decide(at, by, of(restore.comments), Verdict::Restore).await,
            Deed::Reply(reply) => {
                let order = Comments::Speak {
                    target: reply.target,
                    title: reply.title,
                    text: reply.text,
                };
                done(at, by, order, "Risposta pubblicata", "Answer published").await
            }
            Deed::Close(close) => {
                let order = closing(close.target, close.title, true);
                done(at, by, order, "Chiuso", "Closed").await
            }
            Deed::Open(open) => {
                let order = closing(open.target, open.title, false);
                done(at, by, order, "Riaperto", "Opened again").await
            }
            Deed::Ban(ban) => ban.run(at, by).await,
            Deed::Unban(unban) => {
                let order = Comments::Unban { ban: unban.ban };
                done(at, by, order, "Blocco tolto", "Ban lifted").await
            }
            Deed::Decide(decide) => {
                let order = Comments::DecideNotice {
                    notice: decide.notice,
                    outcome: if decide.outcome == "hide" {
                        Outcome::Hidden
                    } else {
                        Outcome::Kept
                    },
                    reason: decide.reason,
                };
                done(at, by, order, "Segnalazione decisa", "Notice decided").await
            }
            Deed::Export(export) => {
                let whom = export.whom.whom()?;
                let answer = at
                    .does(by, Order::Comments(Comments::Export { whom }))
                    .await?;
                terminal::json(&answer.document.unwrap_or_default());
                Ok(())
            }
            Deed::Erase(erase) => {
                let whom = erase.whom.whom()?;
                let answer = at
                    .does(by, Order::Comments(Comments::Erase { whom }))
                    .await?;
                let count = answer.count.unwrap_or(0);
                terminal::out(either(
                    at.language(),
                    &format!("Commenti e segnalazioni cancellati: {count}"),
                    &format!("Comments and notices erased: {count}"),
                ));
                Ok(())
            }
        }
    }
}

fn of(comments: Vec<String>) -> Which {
    Which {
        comments,
        group: None,
        title: None,
    }
}

fn closing(target: String, title: Option<String>, closed: bool) -> Comments {
    Comments::Close {
        target,
        title,
        closed,
    }
}

/// Does an order and says its id, if it made something.
async fn done(at: &At, by: &By, order: Comments, it: &str, en: &str) -> Result<()> {
    let answer = at.does(by, Order::Comments(order)).await?;
    let id = answer.id.as_ref().map(|id| format!(": {id}"));
    let said = either(at.language(), it, en);
    terminal::out(format!("{said}{}", id.unwrap_or_default()));
    Ok(())
}

async fn decide(at: &At, by: &By, which: Which, verdict: Verdict) -> Result<()> {
    let said = match &verdict {
        Verdict::Approve => either(at.language(), "Pubblicato", "Published"),
        Verdict::Reject { .. } => either(at.language(), "Respinto", "Rejected"),
        Verdict::Hide { .. } => either(at.language(), "Tolto", "Hidden"),
        Verdict::Restore => either(at.language(), "Ripristinato", "Restored"),
    };
    if let (Some(group), Some(title)) = (which.group, which.title) {
        let order = Comments::DecideGroup {
            title,
            group,
            verdict,
        };
        let answer = at.does(by, Order::Comments(order)).await?;
        terminal::out(format!("{said}: {}", answer.count.unwrap_or(0)));
        return Ok(());
    }
    for comment in which.comments {
        let order = Comments::Decide {
            comment: comment.clone(),
            verdict: verdict.clone(),
        };
        at.does(by, Order::Comments(order)).await?;
        terminal::out(format!("{said}: {comment}"));
    }
    Ok(())
}

impl Ban {
    async fn run(self, at: &At, by: &By) -> Result<()> {
        let (kind, value) = match (self.name, self.mail, self.comment) {
            (Some(name), _, _) => (Kind::Name, name),
            (None, Some(mail), _) => (Kind::Mail, mail),
            (None, None, comment) => {
                let value = comment.or(self.network).unwrap_or_default();
                (Kind::Prefix, value)
            }
        };
        let until = match &self.until {
            Some(text) => {
                let paper = at.house()?.reading().await?;
                let mut session = paper.read().await?;
                let zone = words::title(&mut session, &self.title).await?.time_zone();
                Some(instant(text, &zone)?)
            }
            None => None,
        };
        let ban = NewBan {
            kind,
            value,
            until,
            reason: self.reason,
        };
        let order = Comments::Ban {
            title: self.title,
            ban,
        };
        done(at, by, order, "Bloccato", "Banned").await
    }
}
