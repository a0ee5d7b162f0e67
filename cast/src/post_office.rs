//! A mail server on this machine that speaks enough SMTP (RFC 5321) for a mail to be sent in earnest.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How it takes a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It takes it.
    Takes,
    /// It has no room now.
    NotNow,
    /// It knows no such receiver.
    Never,
}

/// A mail as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Who it said it was from, in the envelope.
    pub from: String,
    /// To whom it goes, in the envelope.
    pub to: Vec<String>,
    /// What was said to sign in, as sent (base64); empty where nobody signed in.
    pub login: String,
    /// Headers and text, lines ended by LF.
    pub text: String,
}

impl Arrived {
    /// The text with the soft line breaks and escapes of quoted-printable (RFC 2045 §6.7) undone.
    pub fn plain(&self) -> String {
        let whole = self.text.replace("=\n", "");
        let mut bytes = Vec::new();
        let mut rest = whole.as_bytes();
        while let [first, more @ ..] = rest {
            let escaped = more.first_chunk::<2>().filter(|_| *first == b'=');
            let value = escaped
                .and_then(|hex| std::str::from_utf8(hex).ok())
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            bytes.push(value.unwrap_or(*first));
            rest = if value.is_some() { &more[2..] } else { more };
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A header, unfolded; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\n\n").next().unwrap_or_default();
        let unfolded = head.replace("\n ", " ");
        let begin = format!("{name}: ");
        let line = unfolded.lines().find_map(|line| line.strip_prefix(&begin));
        line.unwrap_or_default().to_owned()
    }

    /// The first address of the web in it.
    pub fn link(&self) -> String {
        let plain = self.plain();
        let mut words = plain.split_whitespace();
        let link = words.find(|word| word.starts_with("http"));
        link.expect("a link").to_owned()
    }
}

/// The server, for as long as the test runs.
pub struct PostOffice {
    pub at: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    count: watch::Receiver<usize>,
}

impl PostOffice {
    /// Opens it; each caller finds the next of these moods, and once they are over it takes all.
    pub async fn open(moods: &'static [Mood]) -> PostOffice {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
        let at = listener.local_addr().expect("an address");
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let (told, count) = watch::channel(0);
        let inside = arrived.clone();
        tokio::spawn(async move {
            let mut moods = moods.iter().copied();
            while let Ok((stream, _)) = listener.accept().await {
                let mood = moods.next().unwrap_or(Mood::Takes);
                if let Some(mail) = converse(stream, mood).await {
                    let mut all = inside.lock().expect("a lock");
                    all.push(mail);
                    let _ = told.send(all.len());
                }
            }
        });
        PostOffice { at, arrived, count }
    }

    /// What has arrived so far.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().expect("a lock").clone()
    }

    /// Waits until so many have arrived, and says what.
    pub async fn wait_for(&mut self, mails: usize) -> Vec<Arrived> {
        let there = self.count.wait_for(|count| *count >= mails).await;
        there.expect("the server runs");
        self.arrived()
    }
}

/// Speaks with one caller. Says the mail, if one was taken.
async fn converse(stream: TcpStream, mood: Mood) -> Option<Arrived> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut mail = Arrived {
        from: String::new(),
        to: Vec::new(),
        login: String::new(),
        text: String::new(),
    };
    let mut taken = None;
    writing.write_all(b"220 post office\r\n").await.ok()?;
    while let Ok(Some(line)) = lines.next_line().await {
        let word = line.split([' ', ':']).next().unwrap_or_default();
        let answer: &[u8] = match (word.to_ascii_uppercase().as_str(), mood) {
            ("EHLO", _) => b"250-post office\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n",
            ("AUTH", _) => {
                mail.login = line;
                b"235 2.7.0 welcome\r\n"
            }
            ("MAIL", Mood::NotNow) => b"451 4.3.1 no room now\r\n",
            ("MAIL", _) => {
                mail.from = line;
                b"250 ok\r\n"
            }
            ("RCPT", Mood::Never) => b"550 5.1.1 nobody of that name\r\n",
            ("RCPT", _) => {
                mail.to.push(line);
                b"250 ok\r\n"
            }
            ("DATA", _) => {
                writing.write_all(b"354 go on\r\n").await.ok()?;
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    let line = line.strip_prefix('.').unwrap_or(&line);
                    mail.text.push_str(line);
                    mail.text.push('\n');
                }
                taken = Some(mail.clone());
                b"250 taken\r\n"
            }
            ("QUIT", _) => {
                let _ = writing.write_all(b"221 good night\r\n").await;
                break;
            }
            _ => b"250 ok\r\n",
        };
        writing.write_all(answer).await.ok()?;
    }
    taken
}
