//! A request's way in: host, address, token, measure, body, key; then its operation.

use crate::answer::{self, Audience};
use crate::body;
use crate::call::{self, Call};
use crate::conditions::{self, Condition};
use crate::keys::{self, Key};
use crate::operation::{Guard, Operation, Raw, Right};
use crate::places::Place;
use crate::problem::{self, Problem};
use crate::routing::{self, Found};
use crate::throttle::Whose;
use crate::words::Language;
use crate::{Api, BASE, Inner};
use axum::body::Body;
use axum::response::Response;
use http::header::{AUTHORIZATION, IF_MATCH, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderMap, Method};
use paper::{Actor, tokens};
use std::net::IpAddr;

/// Longest address answered, bytes.
const TARGET_BYTES_MAX: usize = 4_000;

impl Api {
    /// Answers a request. `host` is what it is for, without port; who asked for another newspaper is told so. `reader` is
    /// where it comes from, if the connection says so.
    pub async fn answer(
        &self,
        host: &str,
        reader: Option<IpAddr>,
        parts: Parts,
        body: Body,
    ) -> Response {
        let language = Language::asked(&parts.headers);
        let head = parts.method == Method::HEAD;
        let response = match self.inner.reached(host, reader).await {
            Ok((near, reserves)) => {
                let response = match self.inner.enter(near, language, &parts, body).await {
                    Ok(response) => response,
                    Err((problem, audience)) => answer::problem(problem, audience, language),
                };
                if reserves {
                    answer::reserved(response)
                } else {
                    response
                }
            }
            Err(problem) => answer::problem(problem, Audience::Bearer, language),
        };
        if head {
            answer::bare(response)
        } else {
            response
        }
    }
}

type Refused = (Problem, Audience);

impl Inner {
    /// Counts the request where it comes from, before anything is looked up for it; then says whether the newspaper asked
    /// for reserves the right to mine its texts.
    async fn reached(&self, host: &str, reader: Option<IpAddr>) -> Result<(Whose, bool), Problem> {
        let near = Whose::near(reader);
        self.measured(near)?;
        Ok((near, self.known(host).await?))
    }

    async fn enter(
        &self,
        near: Whose,
        language: Language,
        parts: &Parts,
        body: Body,
    ) -> Result<Response, Refused> {
        let bearer = |problem| (problem, Audience::Bearer);
        let path = path(parts).map_err(bearer)?;
        let unknown = || bearer(Problem::unknown("address", &path));
        let below = path.strip_prefix(BASE).ok_or_else(unknown)?;
        let (operation, named) = match routing::find(&self.table, &parts.method, below) {
            Found::Operation(operation, named) => (operation, named),
            Found::Address(here) => return other_method(&parts.method, &here).map_err(bearer),
            Found::Nothing => return Err(unknown()),
        };
        let with_token = parts.headers.contains_key(AUTHORIZATION);
        let audience = Audience::of(operation, with_token);
        let refused = |problem| (problem, audience);
        let actor = self.actor(&parts.headers).await.map_err(refused)?;
        if operation.right != Right::Open && actor.is_none() {
            return Err(refused(call::no_token()));
        }
        if let Some(token) = actor.as_ref().and_then(Actor::token) {
            // Many may work behind one address: who proves to hold a token counts as that token.
            self.throttle.give_back(near);
            self.measured(Whose::Token(token.bytes()))
                .map_err(refused)?;
        }
        let read = Condition::read(&parts.headers);
        if read.is_none() && operation.guard == Guard::Required {
            return Err(refused(call::condition_missing()));
        }
        let call = Call::new(&self.paper, &self.reach, &self.search, language, actor);
        let asked = Asked {
            operation,
            named,
            parts,
            read,
            call,
        };
        self.carry_out(asked, body).await.map_err(refused)
    }

    /// The host is one of the network's, or the machine itself. Says whether its newspaper reserves text mining.
    async fn known(&self, host: &str) -> Result<bool, Problem> {
        let own = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let mut session = self.paper.read().await?;
        match paper::reading::title::by_host(&mut session, host).await? {
            Some(title) => Ok(title.settings.discovery.machines.reserves()),
            None if own => Ok(false),
            None => Err(Problem::new(
                problem::HOST,
                "nessun giornale risponde a questo nome",
                "no newspaper answers to this name",
            )),
        }
    }

    async fn actor(&self, headers: &HeaderMap) -> Result<Option<Actor>, Problem> {
        let mut given = headers.get_all(AUTHORIZATION).iter();
        let Some(value) = given.next() else {
            return Ok(None);
        };
        let token = value.to_str().ok().and_then(bearer);
        let actor = match (token, given.next()) {
            (Some(token), None) => tokens::bearer(&self.paper, token).await?,
            _ => None,
        };
        actor.map(Some).ok_or_else(|| {
            Problem::new(
                problem::TOKEN_INVALID,
                "il token non vale: è sbagliato, scaduto o revocato",
                "the token opens nothing: it is wrong, has ended or was revoked",
            )
            .of_field(
                "Authorization",
                "fanne un altro con colophon token add",
                "make another with colophon token add",
            )
        })
    }

    fn measured(&self, whose: Whose) -> Result<(), Problem> {
        self.throttle
            .take(whose, self.paper.now())
            .map_err(|seconds| {
                Problem::new(
                    problem::RATE,
                    format!("troppe richieste; riprova tra {seconds} s"),
                    format!("too many requests; try again in {seconds} s"),
                )
                .after(seconds)
            })
    }

    /// A place to bring a file to, for who may bring one at all.
    async fn place(&self, asked: &Asked<'_>) -> Result<Option<Place<'_>>, Problem> {
        if asked.operation.takes.most() <= body::JSON_BYTES_MAX {
            return Ok(None);
        }
        if let Right::Do(deed) = asked.operation.right {
            asked.call.may_anywhere(deed).await?;
        }
        let token = asked.call.actor()?.token();
        let place = self
            .files
            .take(token.map_or([0; 16], |token| token.bytes()));
        place.map(Some).ok_or_else(|| {
            Problem::new(
                problem::RATE,
                "troppi file insieme; riprova tra poco",
                "too many files at once; try again shortly",
            )
            .after(5)
        })
    }

    async fn carry_out(&self, asked: Asked<'_>, body: Body) -> Result<Response, Problem> {
        let _place = self.place(&asked).await?;
        let taken = body::take(asked.operation.takes, &asked.parts.headers, body).await?;
        let key = match asked.call.actor().ok().and_then(Actor::token) {
            Some(token) if asked.operation.method == Method::POST => {
                Key::of(&asked.parts.headers, token)?
            }
            _ => None,
        };
        let Some(key) = key else {
            return asked.answer(&self.table, taken).await;
        };
        let target = asked
            .parts
            .uri
            .path_and_query()
            .map_or("", |target| target.as_str());
        let if_match = asked
            .parts
            .headers
            .get(IF_MATCH)
            .and_then(|value| value.to_str().ok());
        let hash = keys::hash(asked.parts.method.as_str(), target, if_match, &taken.bytes);
        if let Some(before) = key.claim(&self.paper, &hash).await? {
            return Ok(before);
        }
        let (secret, language) = (asked.operation.secret, asked.call.language);
        let response = match asked.answer(&self.table, taken).await {
            Ok(response) => response,
            Err(problem) => answer::problem(problem, Audience::Bearer, language),
        };
        key.keep(&self.paper, response, secret).await
    }
}

/// A request that may come in.
struct Asked<'a> {
    operation: &'a Operation,
    named: Vec<(String, String)>,
    parts: &'a Parts,
    /// What `If-Match` says.
    read: Option<Condition>,
    call: Call,
}

impl Asked<'_> {
    async fn answer(self, table: &[Operation], body: body::Taken) -> Result<Response, Problem> {
        let audience = Audience::of(
            self.operation,
            self.parts.headers.contains_key(AUTHORIZATION),
        );
        let raw = Raw {
            path: self.named,
            query: self.parts.uri.query().unwrap_or_default().to_owned(),
            body,
        };
        let secret = paper::secrets::network(&self.call.paper).await?;
        let answered = match &self.read {
            None => (self.operation.handler)(self.call, raw).await,
            Some(read) => conditions::carry_out(read, table, self.operation, self.call, raw).await,
        };
        let answered = answered.map_err(|problem| placed(problem, self.operation))?;
        let has = self
            .parts
            .headers
            .get(IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        Ok(answer::done(
            self.operation,
            audience,
            answered,
            has,
            &secret,
        )?)
    }
}

/// What the address names and is not there is not found; what the body or the query names does not fit.
fn placed(problem: Problem, operation: &Operation) -> Problem {
    let Some(thing) = problem.thing else {
        return problem;
    };
    if operation.path.contains(&format!("{{{thing}}}")) || operation.reads() {
        return problem;
    }
    Problem {
        kind: problem::FIELD,
        ..problem
    }
    .of_field(thing, "nomina qualcosa che c’è", "name one there is")
}

/// The token behind `Bearer`, whose case does not matter (RFC 9110 §11.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_matches(' '))
}

/// The path, decoded once.
fn path(parts: &Parts) -> Result<String, Problem> {
    let malformed = || {
        Problem::new(
            problem::REQUEST,
            "l’indirizzo non è scritto bene",
            "the address is malformed",
        )
    };
    let raw = parts.uri.path();
    if raw.len() + parts.uri.query().map_or(0, str::len) > TARGET_BYTES_MAX {
        return Err(malformed());
    }
    let path = percent_encoding::percent_decode_str(raw)
        .decode_utf8()
        .map_err(|_| malformed())?;
    if path.chars().any(char::is_control) {
        return Err(malformed());
    }
    Ok(path.into_owned())
}

fn other_method(method: &Method, here: &[&Operation]) -> Result<Response, Problem> {
    let allow = routing::allow(here);
    if method == Method::OPTIONS {
        let open = here
            .iter()
            .any(|operation| operation.right == Right::Open && operation.reads());
        return Ok(answer::options(&allow, open));
    }
    let problem = Problem::new(
        problem::METHOD,
        format!("qui si può: {allow}"),
        format!("this address takes: {allow}"),
    );
    Err(Problem {
        allow: Some(allow),
        ..problem
    })
}
