//! Certificate and key of the operator.

use crate::stage::{serve, shown};
use cast::authority::free_port;
use certificates::{Files, Ring};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::sync::mpsc;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a pair; the certificate, in PEM.
    fn writes(&self) -> String {
        let CertifiedKey { cert, signing_key } = pair();
        fs::write(self.path("c.pem"), cert.pem()).expect("written");
        fs::write(self.path("k.pem"), signing_key.serialize_pem()).expect("written");
        cert.pem()
    }

    fn files(&self) -> Files {
        Files::new(&self.path("c.pem"), &self.path("k.pem"))
    }
}

fn pair() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(["gazette.test".to_owned()]).expect("made")
}

#[tokio::test]
async fn a_new_pair_is_shown_and_a_broken_one_is_not() {
    let desk = Desk::new();
    let first = desk.writes();
    let ring = Ring::default();
    ring.show_all(desk.files().read().expect("a pair"));
    let port = free_port();
    serve(&ring, port, None).await;
    assert!(
        shown(port, "gazette.test", first.as_bytes())
            .await
            .is_some()
    );

    let (again, mut asked) = mpsc::channel::<()>(1);
    let files = desk.files();
    // Each look is asked for, and the next one says that it is over.
    tokio::spawn(files.watch(ring.clone(), async move || {
        asked.recv().await;
    }));
    let look = async || {
        again.send(()).await.expect("it watches");
        again.reserve().await.expect("it has taken the first");
        again.send(()).await.expect("it watches");
        let _room = again.reserve().await.expect("it has looked");
    };
    fs::write(desk.path("k.pem"), pair().signing_key.serialize_pem()).expect("written");
    look().await;
    assert!(
        shown(port, "gazette.test", first.as_bytes())
            .await
            .is_some()
    );
    let second = desk.writes();
    look().await;
    assert!(
        shown(port, "gazette.test", second.as_bytes())
            .await
            .is_some()
    );
    assert!(
        shown(port, "gazette.test", first.as_bytes())
            .await
            .is_none()
    );
}

#[test]
fn what_is_wrong_with_a_pair_is_said_without_the_key() {
    let desk = Desk::new();
    let told = || desk.files().read().err().expect("refused").to_string();
    assert!(told().contains("c.pem"), "{}", told());
    desk.writes();
    let key = pair().signing_key.serialize_pem();
    fs::write(desk.path("k.pem"), &key).expect("written");
    assert!(
        told().ends_with("the key does not belong to the certificate"),
        "{}",
        told()
    );
    fs::write(desk.path("k.pem"), "hunter2").expect("written");
    assert!(
        told().contains("no private key") && !told().contains("hunter2"),
        "{}",
        told()
    );
    fs::write(desk.path("c.pem"), "").expect("written");
    assert!(told().contains("no certificate in PEM form"), "{}", told());
}
