//! What programs read of the manifests pictures came with.

use crate::stage::{Gazette, door, get, sound};
use http::StatusCode;
use paper::articles::publishing::{self, Going};
use paper::pictures::{self, NewPicture, Verdict};
use serde_json::{Value, json};

/// A small JPEG signed with the consortium's library by a certificate of the moment.
const SIGNED: &[u8] = include_bytes!("../../../provenance/tests/signed.jpg");

const PLAIN: &[u8] = include_bytes!("media/dot.png");

#[tokio::test]
async fn the_data_of_a_text_tell_how_the_manifest_of_its_picture_stands_from_the_check_on() {
    let gazette = Gazette::with_log().await;
    let mut copies = Vec::new();
    for (name, bytes) in [("signed.jpg", SIGNED), ("plain.png", PLAIN)] {
        let new = NewPicture {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            alt: "A ferry".to_owned(),
            credit: "Tomas Berg".to_owned(),
            licence: "own".to_owned(),
            ..NewPicture::default()
        };
        let id = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
            .await
            .expect("a picture");
        let mut copy = sound(&format!("A picture named {name}"));
        copy.picture = Some(markup::Picture {
            file: id.to_string(),
            alt: "A ferry".to_owned(),
            credit: "Tomas Berg".to_owned(),
            ..markup::Picture::default()
        });
        let filing = gazette.filing(copy);
        let out =
            publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default());
        let path = out.await.expect("published").addresses.remove(0).1;
        copies.push((id, path));
    }
    let door = door(&gazette);
    let data = async |path: &str| -> Value {
        let got = get(&door, "gazette.test", &format!("{path}.json")).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        serde_json::from_str(&got.text()).expect("JSON")
    };
    let (signed, path) = &copies[0];
    let told = data(path).await;
    assert_eq!(
        told["provenance"],
        json!([{"picture": signed.to_string(), "standard": "C2PA", "standing": "unchecked"}])
    );
    assert_eq!(
        data(&copies[1].1).await["provenance"],
        Value::Null,
        "of one without, nothing"
    );

    let verdict = r#"{"outcome":"broken","signer":"Ada Morin","generator":"Camera","actions":["c2pa.created"],
        "source_type":"digitalCapture","faults":["assertion.dataHash.mismatch"]}"#;
    let verdict = Verdict::read(verdict).expect("a verdict");
    pictures::checked(&gazette.paper, *signed, "checker 1", verdict)
        .await
        .expect("noted");
    let told = data(path).await;
    assert_eq!(
        told["provenance"][0]["standing"], "broken",
        "the next reader is told"
    );
    assert_eq!(
        told["provenance"][0]["faults"],
        json!(["assertion.dataHash.mismatch"])
    );
    assert_eq!(told["provenance"][0]["claims"]["signer"], "Ada Morin");
    let bytes = get(&door, "gazette.test", &format!("{path}.canonical"))
        .await
        .text();
    assert!(!bytes.contains("provenance"), "the revision is as it was");
}
