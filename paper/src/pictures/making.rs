//! Files of pictures, made when they are needed: by a job soon after a picture came in, or at the door if a reader asks
//! before. Few at once, in threads the machine runs when nothing else wants it, so that readers of other things do not wait.

use super::fetching::Wanted;
use super::inscribed::Inscription;
use super::recipe::{self, Print};
use super::{Form, Kept, darkroom, shelf};
use crate::id::PictureId;
use crate::jobs::{self, Kind};
use crate::{Fault, Paper, Refusal, Result};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, oneshot};

/// Pictures decoded at once; each may need some hundreds of megabytes.
const PLACES: usize = 2;
/// Turns at files; two files that share one wait for each other, which costs nothing where so few are made at once.
const TURNS: usize = 64;
/// How much less than others threads of the darkroom get of a busy machine (nice, 0 to 19).
const NICENESS: i32 = 15;

/// Places in the darkroom, for all records of this process.
static DARKROOM: Semaphore = Semaphore::const_new(PLACES);
/// One asker at a time for a file at the door: the others find it made.
static ASKING: [tokio::sync::Mutex<()>; TURNS] =
    [const { tokio::sync::Mutex::const_new(()) }; TURNS];
/// One maker at a time for a file, whoever asked.
static MAKING: [Mutex<()>; TURNS] = [const { Mutex::new(()) }; TURNS];

/// Makes a file that is wanted, unless it is there. Who asks for the same file meanwhile waits for this one.
///
/// # Errors
/// A fault if the original is gone or damaged, or the file cannot be written.
pub async fn make(paper: &Paper, wanted: &Wanted) -> Result<()> {
    let Some(print) = wanted.print.clone() else {
        return Err(Fault::new(format!("{} is not there", wanted.original)).into());
    };
    let folder = shelf::folder(paper.media(), wanted.id);
    let (path, original) = (folder.join(&print.name), folder.join(&wanted.original));
    let words = wanted.words.clone();
    // In a task of its own: a reader who leaves does not take along what others wait for.
    let made = tokio::spawn(async move {
        let _turn = ASKING[number(&path)].lock().await;
        if path.exists() {
            return Ok(());
        }
        let _place = place().await?;
        in_the_dark(move || print_all(&original, &[(print, path)], &words)).await?
    });
    made.await
        .map_err(|error| Fault::new(format!("a picture's file was not made: {error}")))?
}

/// Does the next job of the darkroom that is due; `false` if there is none.
pub async fn develop_next(paper: &Paper) -> Result<bool> {
    let Some(job) = jobs::next_outside(paper, Kind::DevelopPicture).await? else {
        return Ok(false);
    };
    let outcome = match PictureId::parse(&job.key) {
        Some(id) => develop(paper, id).await,
        None => Err(Fault::new(format!("{} is no picture's id", job.key)).into()),
    };
    jobs::settle_outside(paper, job, outcome).await?;
    Ok(true)
}

/// Makes the files a picture lacks and takes away those nobody names any more. Safe to do twice.
async fn develop(paper: &Paper, id: PictureId) -> Result<()> {
    let mut session = paper.read().await?;
    let kept = super::find(&mut session, id).await?;
    drop(session);
    let Some(kept) = kept.filter(|kept| kept.form == Form::Picture) else {
        return Ok(());
    };
    let folder = shelf::folder(paper.media(), id);
    let (original, words) = (kept.original_name(), Inscription::of(&kept));
    let prints = recipe::all(&kept);
    let mut wanted: Vec<String> = prints.iter().map(|print| print.name.clone()).collect();
    wanted.push(original.clone());
    let lacking: Vec<(Print, PathBuf)> = prints
        .into_iter()
        .map(|print| (folder.join(&print.name), print))
        .filter(|(path, _)| !path.exists())
        .map(|(path, print)| (print, path))
        .collect();
    let _place = place().await?;
    let done = in_the_dark(move || {
        if !lacking.is_empty() {
            print_all(&folder.join(original), &lacking, &words)?;
        }
        shelf::sweep(&folder, &wanted)
            .map_err(|error| Fault::new(format!("{}: {error}", folder.display())).into())
    });
    match done.await? {
        // Erased meanwhile, by law: there is nothing to do any more.
        Err(_) if super::is_blanked(&mut paper.read().await?, id).await? => Ok(()),
        done => done,
    }
}

/// Decodes an original once and prints what is not there yet.
fn print_all(original: &Path, prints: &[(Print, PathBuf)], words: &Inscription) -> Result<()> {
    let name = original.display().to_string();
    let fault = |why: String| Fault::new(format!("{name}: {why}"));
    let mut negative = None;
    for (print, path) in prints {
        let _turn = turn(path);
        if path.exists() {
            continue;
        }
        if negative.is_none() {
            let bytes = std::fs::read(original).map_err(|error| fault(error.to_string()))?;
            let read = darkroom::negative(&name, &bytes);
            // It was taken in once: that it cannot be read now is no one's mistake who asks for it.
            negative = Some(read.map_err(|refusal| fault(refusal.to_string()))?);
        }
        let Some(negative) = &negative else { continue };
        let bytes = darkroom::printed(negative, print, words).map_err(fault)?;
        shelf::keep_made(path, &bytes)
            .map_err(|error| Fault::new(format!("{}: {error}", path.display())))?;
    }
    Ok(())
}

/// Looks at a file that comes in, beside the runtime's own threads: somebody waits for the answer.
pub(super) async fn looked_at(name: &str, bytes: Vec<u8>) -> Result<(darkroom::Seen, Vec<u8>)> {
    let place = place().await?;
    let called = name.to_owned();
    let work = tokio::task::spawn_blocking(move || {
        darkroom::look(&called, &bytes).map(|seen| (seen, bytes))
    });
    let seen = work.await;
    drop(place);
    match seen {
        Ok(seen) => Ok(seen?),
        // A decoder that panics on hostile bytes has said all it will ever say about them.
        Err(_) => Err(Refusal::PictureUnreadable {
            name: name.to_owned(),
            why: "its data are damaged".to_owned(),
        }
        .into()),
    }
}

/// Keeps what came in, beside the runtime's own threads.
pub(super) async fn stored(paper: &Paper, kept: &Kept, bytes: Vec<u8>) -> Result<()> {
    let (media, id, name) = (paper.media().to_owned(), kept.id, kept.original_name());
    let work = tokio::task::spawn_blocking(move || {
        shelf::keep_original(&media, id, &name, &bytes).map_err(|error| {
            Fault::new(format!(
                "cannot write picture {id} in {}: {error}",
                media.display()
            ))
        })
    });
    let stored = work
        .await
        .map_err(|error| Fault::new(format!("a picture was not written: {error}")))?;
    Ok(stored?)
}

async fn place() -> Result<tokio::sync::SemaphorePermit<'static>, Fault> {
    let place = DARKROOM.acquire().await;
    place.map_err(|_| Fault::new("the darkroom is closed"))
}

/// Has something computed in a thread of its own that gives way to all others.
async fn in_the_dark<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let (done, told) = oneshot::channel();
    std::thread::Builder::new()
        .name("darkroom".to_owned())
        .spawn(move || {
            give_way();
            let _ = done.send(work());
        })
        .map_err(|error| Fault::new(format!("no thread for the darkroom: {error}")))?;
    let told = told.await;
    told.map_err(|_| Fault::new("a picture's original made the darkroom panic"))
}

/// On Linux a priority is a thread's; elsewhere it is the process's, which must not give way.
#[cfg(target_os = "linux")]
fn give_way() {
    let _ = rustix::process::setpriority_process(None, NICENESS);
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}

fn turn(path: &Path) -> MutexGuard<'static, ()> {
    let turn = &MAKING[number(path)];
    turn.lock().unwrap_or_else(PoisonError::into_inner)
}

fn number(path: &Path) -> usize {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    usize::try_from(hasher.finish() % TURNS as u64).unwrap_or_default()
}
