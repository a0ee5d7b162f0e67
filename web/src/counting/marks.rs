//! Words looked for in what a program calls itself.

use std::sync::OnceLock;

/// Longest name of a program looked at, bytes; browsers stay below 200.
const AGENT_BYTES_MAX: usize = 400;

/// What a program calls itself, in small letters, cut to what is looked at.
pub(super) struct Agent(Vec<u8>);

impl Agent {
    pub(super) fn of(name: &[u8]) -> Agent {
        let name = name.get(..AGENT_BYTES_MAX).unwrap_or(name);
        Agent(name.to_ascii_lowercase())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// It calls itself a robot.
    pub(super) fn is_robot(&self) -> bool {
        static ROBOTS: OnceLock<Marks> = OnceLock::new();
        let robots = ROBOTS.get_or_init(|| Marks::of(lines(include_str!("robots.txt"))));
        robots.first_in(&self.0).is_some()
    }

    /// The service it is, with the readers it says it fetches for.
    pub(super) fn service(&self) -> Option<(&'static str, u32)> {
        static SERVICES: OnceLock<(Marks, Vec<&'static str>)> = OnceLock::new();
        let (marks, names) = SERVICES.get_or_init(|| {
            let pairs =
                lines(include_str!("services.txt")).filter_map(|line| line.split_once(" = "));
            let (marks, names): (Vec<_>, Vec<_>) = pairs.unzip();
            (Marks::of(marks.into_iter()), names)
        });
        let readers = self.readers()?;
        let name = names.get(marks.first_in(&self.0)?)?;
        Some((name, readers))
    }

    /// The number before the word "subscribers".
    fn readers(&self) -> Option<u32> {
        let word = b"subscriber";
        let at = self.0.windows(word.len()).position(|part| part == word)?;
        let before = self.0.get(..at)?.trim_ascii_end();
        let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit());
        let digits = before.get(before.len() - digits.count()..)?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Words, found by their first byte, so that a look costs little however many there are.
struct Marks(Vec<Vec<Mark>>);

struct Mark {
    word: &'static [u8],
    /// Its place in the list; `None` for a word that is passed over.
    number: Option<usize>,
}

impl Marks {
    fn of(lines: impl Iterator<Item = &'static str>) -> Marks {
        let mut by_byte: Vec<Vec<Mark>> = (0..256).map(|_| Vec::new()).collect();
        for (number, line) in lines.enumerate() {
            let (word, number) = match line.strip_prefix('!') {
                Some(passed) => (passed, None),
                None => (line, Some(number)),
            };
            let first = word.bytes().next().map(usize::from).unwrap_or_default();
            let word = word.as_bytes();
            if let Some(row) = by_byte.get_mut(first) {
                row.push(Mark { word, number });
            }
        }
        Marks(by_byte)
    }

    /// The number of the first word that stands in a text.
    fn first_in(&self, text: &[u8]) -> Option<usize> {
        let mut rest = text;
        while let Some(first) = rest.first() {
            let row = self.0.get(usize::from(*first))?;
            let mark = row.iter().find(|mark| rest.starts_with(mark.word));
            let step = match mark {
                Some(Mark {
                    number: Some(number),
                    ..
                }) => return Some(*number),
                Some(passed) => passed.word.len(),
                None => 1,
            };
            rest = rest.get(step..)?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Agent;

    #[test]
    fn robots_say_so_and_browsers_do_not() {
        for robot in [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
            "curl/8.5.0",
            "Go-http-client/2.0",
        ] {
            assert!(Agent::of(robot.as_bytes()).is_robot(), "{robot}");
        }
        for browser in [
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
            "Lynx/2.9.0 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.0.11",
        ] {
            assert!(!Agent::of(browser.as_bytes()).is_robot(), "{browser}");
        }
    }

    #[test]
    fn a_known_service_says_for_how_many_it_reads() {
        let service = |agent: &str| Agent::of(agent.as_bytes()).service();
        let feedly = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 42 subscribers; like FeedFetcher-Google)";
        assert_eq!(service(feedly), Some(("Feedly", 42)));
        let newsblur =
            "NewsBlur Feed Fetcher - 7 subscribers - http://www.newsblur.com/site/1/paper";
        assert_eq!(service(newsblur), Some(("NewsBlur", 7)));
        assert_eq!(
            service("Feedbin feed-id:12 - 1 subscriber"),
            Some(("Feedbin", 1))
        );
        assert_eq!(service("Nobody/1.0 (900000 subscribers)"), None);
        assert_eq!(service("Feedly/1.0 (subscribers)"), None);
        assert_eq!(
            service("Feedly/1.0 (99999999999999999999 subscribers)"),
            None
        );
    }
}
