//! Words of refusals at the doors of the newsroom.

use crate::Refusal;

impl Refusal {
    /// Signing in, and what a session may not do.
    pub(crate) fn door_words(&self) -> (String, String) {
        let pair = |it: &str, en: &str| (it.to_owned(), en.to_owned());
        match self {
            Refusal::SignedOut => pair(
                "la sessione è finita: accedi di nuovo",
                "the session has ended: sign in again",
            ),
            Refusal::StepUp => pair(
                "per questo gesto conferma chi sei: di nuovo la password, un codice o la passkey",
                "for this deed confirm who you are: your password, a code or your passkey once more",
            ),
            Refusal::SecondFactorWanted => pair(
                "il tuo ruolo richiede un secondo fattore: aggiungi prima una passkey o un generatore di codici",
                "your role asks for a second factor: add a passkey or a code generator first",
            ),
            Refusal::SignInFailed => pair(
                "il nome o la password non sono giusti",
                "the name or the password is not right",
            ),
            Refusal::SlowDown { seconds } => (
                format!(
                    "troppi tentativi: riprova fra {}",
                    time(*seconds, "secondi", "minuti")
                ),
                format!(
                    "too many tries: try again in {}",
                    time(*seconds, "seconds", "minutes")
                ),
            ),
            Refusal::PasswordShort { least } => (
                format!("la password è troppo corta: almeno {least} caratteri; una frase va bene"),
                format!(
                    "the password is too short: at least {least} characters; a sentence will do"
                ),
            ),
            Refusal::PasswordCommon => pair(
                "questa password è fra le prime che si provano, o è fatta del tuo nome o di quello della testata: scegline un’altra",
                "this password is among the first that are tried, or made of your name or the title’s: choose another",
            ),
            Refusal::PasswordNeeded => pair(
                "senza secondo fattore serve una password più lunga: cambiala prima di togliere l’ultimo",
                "without a second factor a longer password is needed: change it before you remove the last one",
            ),
            Refusal::LinkSpent => pair(
                "il collegamento non vale più: è stato usato, è scaduto o ne è stato fatto uno nuovo; chiedine un altro",
                "the link is no longer good: it was used, has run out, or a newer one was made; ask for another",
            ),
            Refusal::NoMail => pair(
                "la posta non è impostata: scrivi [mail] in colophon.toml, o consegna tu il collegamento",
                "no mail is set: write [mail] into colophon.toml, or hand over the link yourself",
            ),
            Refusal::NoMailAddress => pair(
                "l’account non ha un indirizzo e-mail: dagliene uno prima",
                "the account has no e-mail address: give it one first",
            ),
            Refusal::CanSignIn { handle } => (
                format!(
                    "«{handle}» può già accedere: se ha perso la password, gliene serve una nuova"
                ),
                format!(
                    "“{handle}” can sign in already: if the password is lost, a new one is needed"
                ),
            ),
            Refusal::CodeWrong => pair(
                "il codice non va bene: è sbagliato, scaduto o già usato",
                "the code will not do: it is wrong, has run out, or was used already",
            ),
            Refusal::NoFactor => pair(
                "non c’è un secondo fattore di questo genere",
                "there is no second factor of this kind",
            ),
            Refusal::PasskeyUnfit => pair(
                "la passkey non è stata accettata: riprova da capo",
                "the passkey was not accepted: begin again",
            ),
            _ => (String::new(), String::new()),
        }
    }
}

/// So many seconds, or minutes where they are many.
fn time(seconds: i64, second: &str, minute: &str) -> String {
    match seconds {
        120.. => format!("{} {minute}", (seconds + 59) / 60),
        _ => format!("{} {second}", seconds.max(2)),
    }
}
