//! What is written to accounts, by whom it can be caused, and what is kept of it.

use super::*;
use crate::raw;
use paper::comments::privacy::{self, Whom};
use paper::doors::mails::{self, Change, Kind, Mail, MailServer};
use paper::doors::{address, links, second};
use paper::jobs::{self, Kind as Job};
use paper::{audit, people};

/// Ines is written to at this address.
const INES: &str = "ines@gazette.test";

fn set_mail(gazette: &Gazette) {
    gazette.paper.send_mails_by(MailServer {
        server: "mail.gazette.test:587".to_owned(),
        tls: "starttls",
        user: String::new(),
        from: "desk@gazette.test".to_owned(),
    });
}

/// A gazette with a mail server, where Ines has an address.
async fn written_to() -> Gazette {
    let gazette = Gazette::new().await;
    set_mail(&gazette);
    address::set(&gazette.paper, &gazette.operator, "ines", INES)
        .await
        .expect("an address");
    sent(&gazette).await;
    gazette
}

/// Everything that waits, as the mail server would get it.
async fn sent(gazette: &Gazette) -> Vec<Mail> {
    let paper = &gazette.paper;
    let mut all = Vec::new();
    while let Some(job) = jobs::next_outside(paper, Job::SendMail)
        .await
        .expect("a job")
    {
        if let Some(mail) = mails::write(paper, &job.key).await.expect("a mail") {
            mails::sent(paper, &mail).await.expect("noted");
            all.push(mail);
        }
        jobs::settle_outside(paper, job, Ok(()))
            .await
            .expect("done");
    }
    all
}

fn secret(mail: &Mail) -> String {
    let (path, _) = mail.link.as_ref().expect("a link");
    path.rsplit_once('/').expect("a path").1.to_owned()
}

async fn forgets(gazette: &Gazette, who: &str, host: u8) -> Result<(), Error> {
    mails::forgotten(&gazette.paper, whence(at(host)), who).await
}

#[tokio::test]
async fn an_invitation_goes_by_mail_and_nothing_that_opens_a_door_is_kept_on_the_way() {
    let gazette = written_to().await;
    let paper = &gazette.paper;
    let to = mails::invite(paper, &gazette.operator, "ines").await;
    assert_eq!(to.expect("queued"), INES);
    let job = jobs::next_outside(paper, Job::SendMail)
        .await
        .expect("a read")
        .expect("a job");
    let first = mails::write(paper, &job.key).await.expect("written");
    let first = first.expect("a mail");
    assert_eq!(
        (
            first.kind,
            first.to.as_str(),
            first.handle.as_str(),
            first.language.as_str()
        ),
        (Kind::Invite, INES, "ines", "en")
    );
    // The server was down: the next try brings another link, and the first opens nothing.
    jobs::settle_outside(paper, job, Err(paper::Fault::new("down").into()))
        .await
        .expect("noted");
    gazette.later(1);
    let [again] = &sent(&gazette).await[..] else {
        panic!("one mail")
    };
    assert_eq!(again.tries, 2);
    assert_eq!(
        refused(links::open(paper, &secret(&first)).await),
        Refusal::LinkSpent
    );
    assert!(raw::holds(&gazette.place, "outside.mail").await);
    for secret in [secret(&first), secret(again)] {
        let held = raw::holds(&gazette.place, &secret).await;
        assert!(!held, "only its hash is kept");
    }
    let entered = links::spend(paper, whence(at(3)), &secret(again), PASSWORD, false).await;
    opened(entered.expect("in"));
}

#[tokio::test]
async fn a_mail_is_sent_once_and_leaves_no_address_behind() {
    let gazette = written_to().await;
    let paper = &gazette.paper;
    mails::reset(paper, &gazette.operator, "ines")
        .await
        .expect("queued");
    let key = jobs::next_outside(paper, Job::SendMail)
        .await
        .expect("a read")
        .expect("a job")
        .key;
    assert_eq!(sent(&gazette).await.len(), 1);
    assert_eq!(mails::write(paper, &key).await.expect("asked"), None);
    // What waits too long is of no use, and is not sent.
    mails::reset(paper, &gazette.operator, "ines")
        .await
        .expect("queued");
    hours(&gazette, links::RESET_HOURS);
    assert_eq!(sent(&gazette).await, []);
    // Nor is an invitation to somebody who has come in meanwhile, or to a closed account.
    mails::invite(paper, &gazette.operator, "ines")
        .await
        .expect("queued");
    invited(&gazette, "ines").await;
    assert!(
        sent(&gazette)
            .await
            .iter()
            .all(|mail| mail.kind == Kind::Changed)
    );
    mails::reset(paper, &gazette.operator, "ines")
        .await
        .expect("queued");
    people::close_account(paper, &gazette.operator, "ines")
        .await
        .expect("closed");
    assert_eq!(sent(&gazette).await, []);
}

#[tokio::test]
async fn without_mail_or_an_address_links_are_handed_over_as_ever() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let unset = refused(mails::invite(paper, &gazette.operator, "ines").await);
    assert_eq!(unset, Refusal::NoMail);
    assert_eq!(refused(forgets(&gazette, "ines", 1).await), Refusal::NoMail);
    invited(&gazette, "ines").await;
    assert_eq!(sent(&gazette).await, [], "nobody is told by nothing");
    set_mail(&gazette);
    let nowhere = refused(mails::reset(paper, &gazette.operator, "ines").await);
    assert_eq!(nowhere, Refusal::NoMailAddress);
    let own = refused(mails::reset(paper, &gazette.ines, "ines").await);
    assert!(matches!(own, Refusal::NotAllowed { .. }), "{own}");
}

#[tokio::test]
async fn whoever_has_forgotten_a_password_gets_a_link_and_strangers_nothing() {
    let gazette = written_to().await;
    let paper = &gazette.paper;
    let before = invited(&gazette, "ines").await.secret;
    sent(&gazette).await;
    for who in [
        "nobody",
        "tomas",
        "' OR 1=1 --",
        "",
        "ines@gazette.test\r\nBcc: x@y.test",
    ] {
        forgets(&gazette, who, 1).await.expect("the same answer");
        assert_eq!(sent(&gazette).await, [], "{who}");
    }
    for who in ["ines", " INES ", "Ines@Gazette.Test"] {
        hours(&gazette, 1);
        forgets(&gazette, who, 2).await.expect("the same answer");
        let [mail] = &sent(&gazette).await[..] else {
            panic!("one mail for {who}")
        };
        assert_eq!((mail.kind, mail.to.as_str()), (Kind::Forgotten, INES));
        let shown = links::open(paper, &secret(mail)).await.expect("open");
        assert_eq!(shown.kind, links::Kind::Reset);
        let lasts = shown.ends_at.duration_since(gazette.clock.now());
        assert_eq!(lasts.as_hours(), links::RESET_HOURS);
    }
    hours(&gazette, 1);
    forgets(&gazette, "ines", 2).await.expect("taken");
    let link = secret(&sent(&gazette).await[0]);
    let entered = links::spend(
        paper,
        whence(at(3)),
        &link,
        "un porto senza vento mai",
        false,
    );
    opened(entered.await.expect("in"));
    assert!(
        is_out(paper, &before).await,
        "every other session has ended"
    );
    let [told] = &sent(&gazette).await[..] else {
        panic!("the address is told")
    };
    assert_eq!(told.change, Some(Change::Password));
    assert_eq!(refused(links::open(paper, &link).await), Refusal::LinkSpent);
}

#[tokio::test]
async fn two_who_share_an_address_have_to_say_their_names() {
    let gazette = written_to().await;
    address::set(&gazette.paper, &gazette.operator, "edo", INES)
        .await
        .expect("an address");
    sent(&gazette).await;
    forgets(&gazette, INES, 1).await.expect("taken");
    assert_eq!(sent(&gazette).await, []);
    forgets(&gazette, "edo", 1).await.expect("taken");
    assert_eq!(sent(&gazette).await[0].handle, "edo");
}

#[tokio::test]
async fn nobody_is_buried_in_mail_and_nobody_is_kept_from_the_next_one() {
    let gazette = written_to().await;
    let mut got = Vec::new();
    // For a day, a hundred networks ask without end.
    for minute in 0..24 * 60_u32 {
        let host = u8::try_from(minute % 100).expect("small");
        let whence = Whence {
            address: IpAddr::from([198, 51, host, 1]),
            ..whence(at(1))
        };
        let asked = mails::forgotten(&gazette.paper, whence, "ines").await;
        asked.expect("no network asks too often");
        got.extend(sent(&gazette).await.iter().map(|_| minute));
        gazette.later(1);
    }
    for begin in &got {
        let hour = got.iter().filter(|at| (*begin..begin + 60).contains(*at));
        assert!(hour.count() <= mails::ASKED_AN_HOUR_MAX as usize, "{got:?}");
    }
    assert!(
        got.len() >= 24,
        "the owner gets a fresh one every hour: {got:?}"
    );
    let mut asked = 0;
    let slowed = loop {
        match forgets(&gazette, "nobody", 7).await {
            Ok(()) => asked += 1,
            Err(error) => break refused(Err::<(), _>(error)),
        }
    };
    assert!(asked <= 10, "{asked}");
    assert!(matches!(slowed, Refusal::SlowDown { seconds } if seconds > 0));
}

#[tokio::test]
async fn every_change_at_the_doors_is_told_and_of_the_address_both() {
    let gazette = written_to().await;
    let paper = &gazette.paper;
    let opened = invited(&gazette, "ines").await;
    let changes = async |gazette: &Gazette| -> Vec<(Option<Change>, String)> {
        let all = sent(gazette).await;
        all.into_iter().map(|mail| (mail.change, mail.to)).collect()
    };
    let to = |change, at: &str| (Some(change), at.to_owned());
    assert_eq!(changes(&gazette).await, [to(Change::Password, INES)]);
    let by = signed_in(paper, &opened.secret).await.actor;
    let generator = second::begin_generator(paper, &by).await.expect("begun");
    let code = generators::code(&gazette, &generator.secret, 0);
    second::confirm_generator(paper, &by, &code)
        .await
        .expect("added");
    assert_eq!(changes(&gazette).await, [to(Change::FactorAdded, INES)]);
    second::new_recovery_codes(paper, &by).await.expect("codes");
    assert_eq!(changes(&gazette).await, [to(Change::Codes, INES)]);
    let link = links::reset(paper, &gazette.operator, "ines")
        .await
        .expect("a link");
    address::change(paper, &by, "ines.vidal@press.test")
        .await
        .expect("another address");
    assert_eq!(
        changes(&gazette).await,
        [
            to(Change::Address, INES),
            to(Change::Address, "ines.vidal@press.test")
        ]
    );
    assert_eq!(
        refused(links::open(paper, &link).await),
        Refusal::LinkSpent,
        "a link on its way to the old address opens nothing"
    );
    second::remove_generator(paper, &by).await.expect("removed");
    let mail = "ines.vidal@press.test";
    assert_eq!(changes(&gazette).await, [to(Change::FactorRemoved, mail)]);
    second::lift(paper, &gazette.operator, "ines")
        .await
        .expect("lifted");
    assert_eq!(changes(&gazette).await, [to(Change::FactorsLifted, mail)]);
    gazette.later(11);
    let late = address::change(paper, &by, "thief@elsewhere.test").await;
    assert_eq!(
        refused(late),
        Refusal::SignedOut,
        "lifting ends every session"
    );
    let lines = audit::newest(&mut paper.read().await.expect("a read")).await;
    let lines = format!("{:?}", lines.expect("lines"));
    assert!(
        !lines.contains("press.test"),
        "no address stands on the trail"
    );
}

#[tokio::test]
async fn one_is_asked_who_one_is_before_ones_address_changes() {
    let gazette = written_to().await;
    let paper = &gazette.paper;
    let opened = invited(&gazette, "ines").await;
    let by = signed_in(paper, &opened.secret).await.actor;
    gazette.later(11);
    let late = address::change(paper, &by, "thief@elsewhere.test").await;
    assert_eq!(refused(late), Refusal::StepUp);
    for wrong in [
        "thief",
        "a@b",
        "a@b.test, c@d.test",
        "a@b.test\r\nBcc: c@d.test",
    ] {
        let wrong = address::set(paper, &gazette.operator, "ines", wrong).await;
        assert!(matches!(refused(wrong), Refusal::Unfit { .. }));
    }
    let mut session = paper.read().await.expect("a read");
    assert_eq!(address::own(&mut session, &by).await.expect("asked"), INES);
}

#[tokio::test]
async fn a_mail_to_see_that_mails_arrive_goes_to_the_operator_alone() {
    let gazette = written_to().await;
    let paper = &gazette.paper;
    assert_eq!(
        refused(mails::try_out(paper, &gazette.operator).await),
        Refusal::NoMailAddress
    );
    let refusal = refused(mails::try_out(paper, &gazette.ines).await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
    address::set(paper, &gazette.operator, "operator", "ops@gazette.test")
        .await
        .expect("an address");
    sent(&gazette).await;
    mails::try_out(paper, &gazette.operator)
        .await
        .expect("queued");
    let [mail] = &sent(&gazette).await[..] else {
        panic!("one mail")
    };
    assert_eq!(
        (mail.kind, mail.to.as_str()),
        (Kind::Trial, "ops@gazette.test")
    );
}

#[tokio::test]
async fn the_address_of_an_account_is_handed_over_and_erased_with_what_else_is_kept_of_a_person() {
    let gazette = written_to().await;
    let paper = &gazette.paper;
    mails::reset(paper, &gazette.operator, "ines")
        .await
        .expect("queued");
    let whom = Whom::Email("INES@gazette.test".to_owned());
    // A director asks for readers of the title, not for accounts of the network.
    let refusal = refused(privacy::export(paper, &gazette.ines, &whom).await);
    assert!(matches!(refusal, Refusal::Unknown { .. }), "{refusal}");
    let kept = privacy::export(paper, &gazette.operator, &whom).await;
    let kept = kept.expect("handed over");
    assert_eq!(kept["accounts"][0]["email"], INES);
    assert_eq!(kept["accounts"][0]["name"], "Ines Vidal");
    let erased = privacy::erase(paper, &gazette.operator, &whom).await;
    assert_eq!(erased.expect("erased"), 1);
    assert_eq!(sent(&gazette).await, [], "nothing goes there any more");
    let refusal = refused(privacy::export(paper, &gazette.operator, &whom).await);
    assert!(matches!(refusal, Refusal::Unknown { .. }), "{refusal}");
}
