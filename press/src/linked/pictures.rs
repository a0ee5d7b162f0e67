//! Pictures: address, size, words, credit, and how they came about.

use super::node::{Data, Node};
use crate::setting::Setting;
use markup::Picture;
use paper::reading::facts::PictureFacts;
use std::collections::BTreeMap;

/// Digital source types of IPTC (the last part of their address) and their names at schema.org.
const SOURCE_TYPES: [(&str, &str); 16] = [
    ("algorithmicMedia", "AlgorithmicMediaDigitalSource"),
    (
        "algorithmicallyEnhanced",
        "AlgorithmicallyEnhancedDigitalSource",
    ),
    ("compositeCapture", "CompositeCaptureDigitalSource"),
    ("composite", "CompositeDigitalSource"),
    ("compositeSynthetic", "CompositeSyntheticDigitalSource"),
    (
        "compositeWithTrainedAlgorithmicMedia",
        "CompositeWithTrainedAlgorithmicMediaDigitalSource",
    ),
    ("dataDrivenMedia", "DataDrivenMediaDigitalSource"),
    ("digitalCreation", "DigitalArtDigitalSource"),
    ("digitalCapture", "DigitalCaptureDigitalSource"),
    ("humanEdits", "MinorHumanEditsDigitalSource"),
    (
        "computationalCapture",
        "MultiFrameComputationalCaptureDigitalSource",
    ),
    ("negativeFilm", "NegativeFilmDigitalSource"),
    ("positiveFilm", "PositiveFilmDigitalSource"),
    ("screenCapture", "ScreenCaptureDigitalSource"),
    (
        "trainedAlgorithmicMedia",
        "TrainedAlgorithmicMediaDigitalSource",
    ),
    ("virtualRecording", "VirtualRecordingDigitalSource"),
];

/// What a text or picture made by a trained model is at schema.org.
pub(super) const MADE_BY_MODEL: &str = "https://schema.org/TrainedAlgorithmicMediaDigitalSource";

/// The pictures of a text, in the order readers see them; those without a size on offer are not shown.
pub(super) fn shown<'a>(
    setting: &Setting<'_>,
    pictures: impl IntoIterator<Item = &'a Picture>,
    facts: &BTreeMap<String, PictureFacts>,
) -> Vec<Data> {
    pictures
        .into_iter()
        .filter_map(|picture| image(setting, picture, facts.get(&picture.file)?))
        .map(Data::from)
        .collect()
}

fn image(setting: &Setting<'_>, picture: &Picture, facts: &PictureFacts) -> Option<Node> {
    let widest = facts.renditions.last()?;
    let mut node = Node::of("ImageObject")
        .text("url", &setting.absolute(&widest.path))
        .number("width", widest.width.into())
        .number("height", widest.height.into())
        .text("caption", &markup::plain(&picture.caption))
        .text("description", &picture.alt)
        .text("creditText", &picture.credit);
    // The terms are a name to readers; only an address is a licence to programs.
    node = if picture.licence.starts_with("https://") {
        node.text("license", &picture.licence)
    } else {
        node.text("copyrightNotice", &picture.licence)
    };
    Some(node.text("digitalSourceType", &source_type(&picture.source_type)))
}

/// A portrait, which has no words of its own.
pub(super) fn portrait(setting: &Setting<'_>, facts: &PictureFacts) -> Option<Node> {
    let widest = facts.renditions.last()?;
    Some(
        Node::of("ImageObject")
            .text("url", &setting.absolute(&widest.path))
            .number("width", widest.width.into())
            .number("height", widest.height.into())
            .text("creditText", &facts.credit)
            .text("digitalSourceType", &source_type(&facts.source_type)),
    )
}

fn source_type(word: &str) -> String {
    if word.is_empty() {
        return String::new();
    }
    match SOURCE_TYPES.iter().find(|(iptc, _)| *iptc == word) {
        Some((_, name)) => format!("https://schema.org/{name}"),
        None => format!("http://cv.iptc.org/newscodes/digitalsourcetype/{word}"),
    }
}
