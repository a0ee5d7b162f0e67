//! Mails to accounts: written when they are sent, and handed to the operator's mail server one after the other, beside
//! whatever else leaves the house.

use mail::{Address, Line, Mail, Mailer};
use paper::doors::mails;
use paper::jobs::{self, Kind, Outside};
use paper::reading::title::Reach;
use paper::{Error, Fault, Paper};
use std::time::{Duration, SystemTime};
use tokio::sync::watch;

/// Longest wait before the table is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Why a mail did not go.
enum Failed {
    /// It may later.
    NotNow(Error),
    /// It never will.
    Never(Fault),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed::NotNow(error)
    }
}

impl From<mail::Fault> for Failed {
    fn from(fault: mail::Fault) -> Failed {
        match fault.is_final() {
            true => Failed::Never(Fault::new(fault.to_string())),
            false => Failed::NotNow(Fault::new(fault.to_string()).into()),
        }
    }
}

/// Sends them until told to stop. One under way is left, and written anew at the next start.
pub(crate) async fn run(
    paper: Paper,
    reach: Reach,
    mailer: Option<Mailer>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut changes = paper.changes();
    loop {
        let outcome = tokio::select! {
            done = next(&paper, &reach, mailer.as_ref()) => done,
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        match outcome {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!("No mail could be sent: {error}"),
        }
        tokio::select! {
            _ = tokio::time::timeout(LOOK_AGAIN, changes.changed()) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// Sends the next one that is due; `false` if there is none.
async fn next(paper: &Paper, reach: &Reach, mailer: Option<&Mailer>) -> Result<bool, Error> {
    let Some(job) = jobs::next_outside(paper, Kind::SendMail).await? else {
        return Ok(false);
    };
    match send(paper, reach, mailer, &job).await {
        Ok(()) => jobs::settle_outside(paper, job, Ok(())).await?,
        Err(Failed::NotNow(error)) => jobs::settle_outside(paper, job, Err(error)).await?,
        Err(Failed::Never(fault)) => jobs::give_up_outside(paper, job, fault).await?,
    }
    Ok(true)
}

async fn send(
    paper: &Paper,
    reach: &Reach,
    mailer: Option<&Mailer>,
    job: &Outside,
) -> Result<(), Failed> {
    let none = || Fault::new("no mail is set: write [mail] into colophon.toml and start again");
    let mailer = mailer.ok_or_else(|| Failed::NotNow(none().into()))?;
    let Some(mail) = mails::write(paper, &job.key).await? else {
        return Ok(());
    };
    let written = press::mail(&mail, reach);
    let seconds = u64::try_from(paper.now().as_second()).unwrap_or_default();
    mailer
        .send(&Mail {
            to: &Address::parse(&mail.to)?,
            subject: &Line::new(&written.subject)?,
            text: &written.text,
            language: &mail.language,
            id: &format!("{}.{}", mail.id, mail.tries),
            date: SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
        })
        .await?;
    mails::sent(paper, &mail).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::mail::{Server, Tls};
    use cast::Gazette;
    use cast::post_office::{Mood, PostOffice};
    use paper::doors::address;
    use paper::doors::mails::MailServer;

    /// A gazette that writes to Ines, a post office, and the way there.
    async fn stage(moods: &'static [Mood], tls: Tls) -> (Gazette, PostOffice, Mailer) {
        let gazette = Gazette::new().await;
        let office = PostOffice::open(moods).await;
        let from = Address::parse("Harbour Desk <desk@gazette.test>").expect("an address");
        gazette.paper.send_mails_by(MailServer {
            server: office.at.to_string(),
            tls: tls.word(),
            user: "desk".to_owned(),
            from: from.to_string(),
        });
        let mailer = Mailer::new(&Server {
            host: "localhost".to_owned(),
            port: office.at.port(),
            tls,
            login: Some(("desk".to_owned(), "a secret of the post".to_owned())),
            from,
        });
        address::set(&gazette.paper, &gazette.operator, "ines", "ines@press.test")
            .await
            .expect("an address");
        (gazette, office, mailer.expect("a mailer"))
    }

    fn reach() -> Reach {
        Reach {
            scheme: "https".to_owned(),
            port: None,
        }
    }

    async fn all(gazette: &Gazette, mailer: &Mailer) {
        while next(&gazette.paper, &reach(), Some(mailer))
            .await
            .expect("a job")
        {}
    }

    async fn waiting(gazette: &Gazette) -> Vec<jobs::Job> {
        let mut session = gazette.paper.read().await.expect("a read");
        let mut waiting = jobs::pending(&mut session).await.expect("jobs");
        waiting.retain(|job| job.kind == Kind::SendMail.word());
        waiting
    }

    #[tokio::test]
    async fn an_invitation_arrives_in_plain_words_of_the_language_of_the_account() {
        let (gazette, office, mailer) = stage(&[], Tls::None).await;
        mails::invite(&gazette.paper, &gazette.operator, "ines")
            .await
            .expect("queued");
        all(&gazette, &mailer).await;
        let arrived = office.arrived();
        let [told, mail] = &arrived[..] else {
            panic!("the new address is told, and the invitation: {arrived:?}")
        };
        assert!(
            told.plain()
                .contains("mail about it goes to another address")
        );
        assert_eq!(mail.from, "MAIL FROM:<desk@gazette.test>");
        assert_eq!(mail.to, ["RCPT TO:<ines@press.test>"]);
        assert!(mail.login.starts_with("AUTH PLAIN "), "{}", mail.login);
        for (name, value) in [
            ("From", "\"Harbour Desk\" <desk@gazette.test>"),
            ("To", "ines@press.test"),
            ("Subject", "Harbour Press: your invitation to the newsroom"),
            ("Date", "Mon, 02 Mar 2026 08:00:00 +0000"),
            ("Auto-Submitted", "auto-generated"),
            ("Content-Language", "en"),
            ("Content-Type", "text/plain; charset=utf-8"),
        ] {
            assert_eq!(mail.header(name), value, "{}", mail.text);
        }
        assert_ne!(mail.header("Message-ID"), told.header("Message-ID"));
        let link = mail.link();
        assert!(
            link.starts_with("https://gazette.test/newsroom/link/"),
            "{link}"
        );
        let plain = mail.plain();
        assert!(plain.contains("Hello Ines Vidal,") && plain.contains("2026"));
        assert_eq!(waiting(&gazette).await, []);
    }

    #[tokio::test]
    async fn a_mail_server_that_is_full_is_asked_again_and_one_that_says_never_is_not() {
        let moods = &[Mood::NotNow, Mood::Takes, Mood::Never];
        let (gazette, office, mailer) = stage(moods, Tls::None).await;
        all(&gazette, &mailer).await;
        let [job] = &waiting(&gazette).await[..] else {
            panic!("it waits")
        };
        assert_eq!((job.state.as_str(), job.attempts), ("waiting", 1));
        assert!(job.last_error.contains("no room now"), "{job:?}");
        gazette.later(1);
        all(&gazette, &mailer).await;
        assert_eq!(office.arrived().len(), 1);
        mails::reset(&gazette.paper, &gazette.operator, "ines")
            .await
            .expect("queued");
        all(&gazette, &mailer).await;
        let [job] = &waiting(&gazette).await[..] else {
            panic!("it is shown")
        };
        assert_eq!(job.state, "failed");
        assert!(job.last_error.contains("nobody of that name"), "{job:?}");
        assert!(!job.last_error.contains("a secret of the post"));
        // Whoever runs the machine has mended it, and has it tried again.
        jobs::retry(&gazette.paper, &gazette.operator, job.id)
            .await
            .expect("again");
        all(&gazette, &mailer).await;
        assert_eq!(office.arrived().len(), 2);
    }

    #[tokio::test]
    async fn nothing_is_said_to_a_server_that_does_not_encrypt_where_it_must() {
        let (gazette, office, mailer) = stage(&[], Tls::StartTls).await;
        all(&gazette, &mailer).await;
        assert_eq!(office.arrived(), []);
        let [job] = &waiting(&gazette).await[..] else {
            panic!("it waits")
        };
        assert!(
            job.last_error.to_lowercase().contains("starttls"),
            "{job:?}"
        );
        mailer.knock().await.expect_err("nor is it well");
    }

    #[tokio::test]
    async fn without_a_mail_server_what_waits_says_so() {
        let (gazette, office, _) = stage(&[], Tls::None).await;
        let went = next(&gazette.paper, &reach(), None).await.expect("a job");
        assert!(went && office.arrived().is_empty());
        assert!(
            waiting(&gazette).await[0]
                .last_error
                .contains("no mail is set")
        );
    }
}
