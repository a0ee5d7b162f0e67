//! A record for the passages of `link.dead`: whether a link leads anywhere is known by the record alone.

use crate::gate_cases;
use cast::{Gazette, found_title, sound};
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::{checking, drafting, withdrawing};
use paper::gate::Finding;
use paper::people::{self, AboutContributor};
use paper::titles::{self, Title};
use paper::topics;
use tokio::runtime::Runtime;

/// The *Harbour Gazette* with a text that is out, one that has moved, one withdrawn and one in work; its sister has nothing.
pub(crate) struct Record {
    runtime: Runtime,
    gazette: Gazette,
    title: Title,
}

impl Record {
    pub(crate) fn new() -> Record {
        let runtime = Runtime::new().expect("a runtime");
        let (gazette, title) = runtime.block_on(fill());
        Record {
            runtime,
            gazette,
            title,
        }
    }

    /// What the gate says of an article file as if it were filed for the *Harbour Gazette*.
    pub(crate) fn findings(&self, text: &str) -> Vec<Finding> {
        let (copy, _) = gate_cases::read(text);
        let asked = checking::findings_of(&self.gazette.paper, &self.title, copy, "en");
        self.runtime.block_on(asked).expect("findings")
    }
}

async fn fill() -> (Gazette, Title) {
    let gazette = Gazette::new().await;
    let (paper, operator, ines) = (&gazette.paper, &gazette.operator, &gazette.ines);
    found_title(paper, operator, "beacon", "Beacon", "beacon.test").await;
    topics::keep(paper, operator, gazette.title, "ferries", "Ferries", None)
        .await
        .expect("a topic");
    let about = AboutContributor {
        name: "Tomas Berg".to_owned(),
        ..AboutContributor::default()
    };
    people::keep_contributor(paper, operator, &about)
        .await
        .expect("a contributor");
    let mut copy = sound("Ferry service resumes");
    copy.topics = vec!["ferries".to_owned()];
    publishing::file_and_publish(paper, ines, gazette.filing(copy), Going::default())
        .await
        .expect("published");
    let lamp = gazette.published("Lamp lit again").await.article;
    let placing = Placing {
        slug: Some("lighthouse".to_owned()),
        ..Placing::default()
    };
    placing::place(paper, ines, lamp, gazette.title, placing)
        .await
        .expect("moved");
    let whale = gazette.published("Whale in the harbour").await.article;
    withdrawing::withdraw(paper, ines, whale, "It was a buoy")
        .await
        .expect("withdrawn");
    let secret = gazette.filing(sound("Secret of the port"));
    drafting::file(paper, &gazette.tomas, secret)
        .await
        .expect("in work");
    let mut session = paper.read().await.expect("a read");
    let title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("a title");
    drop(session);
    (gazette, title)
}
