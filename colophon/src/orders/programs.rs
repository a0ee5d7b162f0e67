//! What a title tells programs, as it changes.

use paper::discovery::{Machines, TrustLine};
use paper::reading::feeds::FeedText;
use paper::titles::{Settings, Social};
use serde::{Deserialize, Serialize};

/// What changes of feeds, hubs, profiles and the files with known names; the rest stays, a list is replaced whole.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ProgramsChange {
    /// How much of an article stands in feeds.
    pub(crate) feeds: Option<FeedText>,
    /// WebSub hubs.
    pub(crate) hubs: Option<Vec<String>>,
    /// Profiles elsewhere: name and address.
    pub(crate) social: Option<Vec<(String, String)>>,
    /// What programs that learn may do.
    pub(crate) machines: Option<Machines>,
    /// Lines of `trust.txt`: word and address.
    pub(crate) trust: Option<Vec<(String, String)>>,
    /// Where to tell of a weakness.
    pub(crate) security: Option<Vec<String>>,
    /// Lines of `ads.txt`.
    pub(crate) ads: Option<Vec<String>>,
}

impl ProgramsChange {
    /// Puts the changes into the settings of a title.
    pub(super) fn put(self, settings: &mut Settings) {
        let discovery = &mut settings.discovery;
        put(&mut settings.feed_text, self.feeds);
        put(&mut settings.hubs, self.hubs);
        put(&mut discovery.machines, self.machines);
        put(&mut discovery.security, self.security);
        put(&mut discovery.ads, self.ads);
        let lines = self.trust.map(|lines| {
            let line = |(word, url)| TrustLine { word, url };
            lines.into_iter().map(line).collect()
        });
        put(&mut discovery.trust, lines);
        let profiles = self.social.map(|profiles| {
            let profile = |(name, url)| Social { name, url };
            profiles.into_iter().map(profile).collect()
        });
        put(&mut settings.social, profiles);
    }
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_stays_and_a_list_is_replaced_whole() {
        let mut settings = Settings {
            hubs: vec!["https://old.example/".to_owned()],
            rights: "©".to_owned(),
            ..Settings::default()
        };
        ProgramsChange {
            machines: Some(Machines::NoAi),
            trust: Some(vec![("member".into(), "https://ring.example/".into())]),
            ..ProgramsChange::default()
        }
        .put(&mut settings);
        assert_eq!(settings.hubs.len(), 1);
        assert_eq!(settings.discovery.machines, Machines::NoAi);
        assert_eq!(settings.discovery.trust[0].word, "member");
        let none = ProgramsChange {
            hubs: Some(Vec::new()),
            ..ProgramsChange::default()
        };
        none.put(&mut settings);
        assert!(settings.hubs.is_empty() && settings.rights == "©");
    }
}
