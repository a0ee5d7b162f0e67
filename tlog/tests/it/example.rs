//! The worked example: entries “colophon entry 0”, “colophon entry 1”… as other implementations hash, bundle and sign them.

use tlog::{Checkpoint, Edge, Hash, Key, Note, Signer, Tile, bundle, unbundle};

pub(crate) const ORIGIN: &str = "news.example/log";
const KEY: &str = "news.example/log+3b048219+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const SIGNED: &str = "news.example/log\n3\nDWtDsDRmiGmXhcohZNiA3n7//psqiHvbe1qSCyswpCg=\n\n\
                      — news.example/log OwSCGa8FlR+nj/r/FnufT6Bu/zOxHvOHZNQce8smPm/kZ4u4OWGn/kbW/7t7CcjAPIc+R56FVHBIsw7ciGyvstSghAs=\n";

pub(crate) fn entry(n: u64) -> Vec<u8> {
    format!("colophon entry {n}").into_bytes()
}

pub(crate) fn seed() -> [u8; 32] {
    std::array::from_fn(|n| n as u8)
}

fn edge(size: u64) -> Edge {
    let mut edge = Edge::default();
    for n in 0..size {
        edge.append(Hash::of_leaf(&entry(n)), |_, _| {});
    }
    edge
}

#[test]
fn entries_are_bundled_and_hashed_as_elsewhere() {
    let entries: Vec<Vec<u8>> = (0..3).map(entry).collect();
    let bytes = bundle(entries.iter().map(Vec::as_slice)).unwrap();
    assert_eq!(bytes.len(), 54);
    assert_eq!(bytes[..18], *b"\x00\x10colophon entry 0");
    assert_eq!(unbundle(&bytes).unwrap(), entries);
    let leaves: Vec<Hash> = entries.iter().map(|entry| Hash::of_leaf(entry)).collect();
    let hex: Vec<String> = leaves
        .iter()
        .map(|leaf| hex::encode(leaf.bytes()))
        .collect();
    assert_eq!(
        hex,
        [
            "97d787f60e08dcd1ba9640baca28e567e2e43959aa4b3416b62fdb80b2c8a350",
            "8aeaa36362f8ce131d82e0f4aa043d9fac0b3b3412bde2606859907cb318ffd1",
            "7634522f3b3296a1574953c063197a6beaa2ebd21f67899b0d236f4ffd69f4e2",
        ]
    );
    assert_eq!(
        hex::encode(Hash::of_node(leaves[0], leaves[1]).bytes()),
        "5e5cf7dbef858c0a5dac092973d9dc53897ba6261390d9d44078c5ee614dc873"
    );
}

#[test]
fn roots_of_trees_around_the_borders_of_tiles_are_those_of_other_implementations() {
    for (size, root) in [
        (3, "DWtDsDRmiGmXhcohZNiA3n7//psqiHvbe1qSCyswpCg="),
        (256, "HJJFTVjJw7dHUe/qufwf90QVPoGXX5bDEHnfntMPlIw="),
        (257, "rOloMqUfIXsgZ2SyW7/OAprNBOPSbFNUBKMY3X4EeLo="),
        (65_537, "e+vV4yIK8RtDrrYpQrbNyRQ3Ug4ZlpWd9jn2ihD7AZc="),
        (70_000, "6WabfcNkgecxZtlrEJW/YoE2uiDQdTh1Vy9kqXmNMJU="),
    ] {
        assert_eq!(edge(size).root().to_string(), root, "{size} entries");
    }
    assert_eq!(Edge::default().root(), Hash::of_nothing());
}

#[test]
fn the_tiles_of_seventy_thousand_entries_are_those_the_format_asks_for() {
    let (mut edge, mut full) = (Edge::default(), Vec::new());
    for n in 0..70_000 {
        edge.append(Hash::of_leaf(&entry(n)), |tile, hashes| {
            assert_eq!(hashes.len(), 256);
            full.push(tile.to_string());
        });
    }
    assert_eq!(
        full.iter().filter(|path| path.starts_with("0/")).count(),
        273
    );
    assert_eq!(full[0], "0/000");
    assert!(full.contains(&"1/000".to_owned()) && full.contains(&"0/272".to_owned()));
    let partial: Vec<String> = edge.partial().map(|(tile, _)| tile.to_string()).collect();
    assert_eq!(partial, ["0/273.p/112", "1/001.p/17", "2/000.p/1"]);
    assert_eq!(
        Tile::of_entries(273, 70_000).unwrap().to_string(),
        "entries/273.p/112"
    );
}

#[test]
fn names_of_tiles_have_one_form() {
    let tile = |level, number, width| Tile {
        level,
        number,
        width,
    };
    for (path, wanted) in [
        ("0/x001/x234/067", Some(tile(Some(0), 1_234_067, 256))),
        ("entries/000.p/3", Some(tile(None, 0, 3))),
        ("63/000.p/255", Some(tile(Some(63), 0, 255))),
        ("0/000.p/256", None),
        ("0/000.p/0", None),
        ("00/000", None),
        ("64/000", None),
        ("0/0", None),
        ("0/x000/001", None),
        ("0/1234", None),
        ("0/001/002", None),
        ("0/000.p/01", None),
        ("0/../000", None),
        ("0/", None),
        ("", None),
    ] {
        assert_eq!(Tile::parse(path), wanted, "{path}");
        if let Some(tile) = wanted {
            assert_eq!(tile.to_string(), path);
        }
    }
}

#[test]
fn a_checkpoint_is_signed_and_read_as_elsewhere() {
    let signer = Signer::new(ORIGIN, seed()).unwrap();
    assert_eq!(signer.key().to_string(), KEY);
    assert_eq!(&Key::parse(KEY).unwrap(), signer.key());
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: 3,
        root: edge(3).root(),
    };
    assert_eq!(checkpoint.signed(std::slice::from_ref(&signer)), SIGNED);
    assert_eq!(
        Checkpoint::verified(SIGNED, signer.key()).unwrap(),
        checkpoint
    );
    let again = Signer::from_secret(&signer.to_secret(), ORIGIN).unwrap();
    assert_eq!(again.key(), signer.key());
    let renamed = Signer::from_secret(&signer.to_secret(), "news.example/log/2").unwrap();
    assert_ne!(renamed.key(), signer.key());
}

#[test]
fn signatures_by_others_are_passed_over() {
    let ours = Signer::new(ORIGIN, seed()).unwrap();
    let witness = Signer::new("witness.example", [9; 32]).unwrap();
    let key = ours.key().clone();
    let text = format!("{ORIGIN}\n0\n{}\n", Hash::of_nothing());
    let note = Note::sign(&text, &[witness, ours]);
    assert_eq!(Checkpoint::verified(&note, &key).unwrap().size, 0);
    // One of another kind and length, as a post-quantum witness would leave it.
    let note = format!("{note}— other.example {}\n", "AAAA".repeat(800));
    assert_eq!(Checkpoint::verified(&note, &key).unwrap().size, 0);
}
