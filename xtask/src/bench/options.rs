//! How a bench is asked for.

use std::path::PathBuf;

/// What Lighthouse takes a reader’s device for.
const FORMS: [&str; 2] = ["mobile", "desktop"];

/// What every bench of the running server takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Articles of the corpus; several where growth is measured.
    pub articles: Vec<usize>,
    /// Seconds each measurement runs.
    pub seconds: u32,
    /// Measurements of each kind, ours and the peer's in turn; the median counts.
    pub rounds: usize,
    /// Connections held open at once.
    pub connections: Vec<u32>,
    /// Cargo's profile; figures for the record are of `release`.
    pub profile: String,
    /// What changes the corpus.
    pub seed: u64,
    /// A program built before, of the same step of the schema, measured instead of building one.
    pub program: Option<PathBuf>,
    /// Whether the corpus is made on a PostgreSQL server, only to see how fast.
    pub postgres: bool,
    /// The forms Lighthouse judges pages on, beside their weights: `mobile`, `desktop`.
    pub lighthouse: Vec<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            articles: vec![10_000],
            seconds: 5,
            rounds: 5,
            connections: vec![1, 64, 512],
            profile: "release".to_owned(),
            seed: 1,
            program: None,
            postgres: false,
            lighthouse: Vec::new(),
        }
    }
}

impl Options {
    /// Reads `--articles 1000,100000 --seconds 5 --rounds 5 --connections 1,64,512 --profile release --seed 1`.
    ///
    /// # Errors
    /// What is not understood, in words.
    pub fn parse(words: &[&str]) -> Result<Options, String> {
        let mut options = Options::default();
        for pair in words.chunks(2) {
            let [name, value] = pair else {
                return Err(format!("{} wants a value", pair.join(" ")));
            };
            match *name {
                "--articles" => options.articles = list(name, value)?,
                "--seconds" => options.seconds = number(name, value)?,
                "--rounds" => options.rounds = number(name, value)?,
                "--connections" => options.connections = list(name, value)?,
                "--profile" => options.profile = (*value).to_owned(),
                "--database" => match *value {
                    "sqlite" => options.postgres = false,
                    "postgres" => options.postgres = true,
                    other => return Err(format!("no bench knows the database `{other}`")),
                },
                "--program" => options.program = Some(PathBuf::from(value)),
                "--lighthouse" => options.lighthouse = forms(value)?,
                "--seed" => options.seed = number(name, value)?,
                other => return Err(format!("no bench knows `{other}`")),
            }
        }
        if options.rounds == 0 || options.seconds == 0 {
            return Err("nothing is measured in no time".to_owned());
        }
        Ok(options)
    }

    /// The one size, or the first of several.
    pub fn size(&self) -> usize {
        self.articles.first().copied().unwrap_or(10_000)
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, String> {
    value
        .replace('_', "")
        .parse()
        .map_err(|_| format!("{name} wants a number, not `{value}`"))
}

fn list<T: std::str::FromStr>(name: &str, value: &str) -> Result<Vec<T>, String> {
    value.split(',').map(|one| number(name, one)).collect()
}

fn forms(value: &str) -> Result<Vec<String>, String> {
    let forms: Vec<String> = value.split(',').map(str::to_owned).collect();
    match forms.iter().find(|form| !FORMS.contains(&form.as_str())) {
        Some(other) => Err(format!(
            "Lighthouse judges mobile and desktop, not `{other}`"
        )),
        None => Ok(forms),
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn what_is_not_said_has_its_default() {
        let options = Options::parse(&["--articles", "1_000,100000", "--seconds", "1"]).unwrap();
        assert_eq!(options.articles, [1_000, 100_000]);
        assert_eq!((options.seconds, options.rounds), (1, 5));
        assert_eq!(
            Options::parse(&["--seconds", "soon"]).unwrap_err(),
            "--seconds wants a number, not `soon`"
        );
        assert!(Options::parse(&["--seconds"]).is_err());
        let options = Options::parse(&["--lighthouse", "mobile,desktop"]).unwrap();
        assert_eq!(options.lighthouse, ["mobile", "desktop"]);
        assert!(Options::parse(&["--lighthouse", "watch"]).is_err());
    }
}
