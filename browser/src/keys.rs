//! What a person does by keys alone, and questions to the page that has them.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::Value;

use crate::driver::Browser;
use crate::fault::Fault;

/// Tab stops a page has at most before something is taken for not to be reached.
const STOPS_MAX: usize = 400;

impl Browser {
    /// Strikes a key, with others held where `+` divides them, as `Control+k`, `Shift+Tab`, `Alt+ArrowDown`; whatever has the
    /// focus gets it.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub async fn strikes(&self, keys: &str) -> Result<(), Fault> {
        // A plus by itself is a plus.
        let chord: Vec<char> = match keys {
            "+" => vec!['+'],
            keys => keys.split('+').map(key).collect(),
        };
        let down = chord.iter().map(|value| KeyAction::Down { value: *value });
        let up = chord.iter().rev();
        let up = up.map(|value| KeyAction::Up { value: *value });
        self.acts(down.chain(up)).await
    }

    /// Types words into what has the focus, key by key.
    ///
    /// # Errors
    /// When the browser does not take them.
    pub async fn writes(&self, words: &str) -> Result<(), Fault> {
        let strokes = words
            .chars()
            .flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        self.acts(strokes).await
    }

    /// Goes from one thing to the next by Tab until what this CSS selector finds has the focus. Answers with the stops on the
    /// way where the focus could not be seen.
    ///
    /// # Errors
    /// When it is not to be reached so.
    pub async fn tabs_to(&self, wanted: &str) -> Result<Vec<String>, Fault> {
        let mut unseen = Vec::new();
        for _ in 0..STOPS_MAX {
            self.strikes("Tab").await?;
            if let Value::String(stop) = self.asks(UNSEEN).await? {
                unseen.push(stop);
            }
            let there = format!("return document.activeElement?.matches({wanted:?}) ?? false");
            if self.asks(&there).await? == Value::Bool(true) {
                return Ok(unseen);
            }
        }
        Err(Fault::Answer {
            what: "the Tab key",
            why: format!("{wanted} is not to be reached"),
        })
    }

    /// Runs a script in the page and returns what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn asks(&self, script: &str) -> Result<Value, Fault> {
        Ok(self.client().execute(script, Vec::new()).await?)
    }

    /// Runs a script that says it is done by calling its last argument, and returns what it says.
    ///
    /// # Errors
    /// When the script throws, or says nothing for as long as the driver waits.
    pub async fn asks_and_waits(&self, script: &str) -> Result<Value, Fault> {
        Ok(self.client().execute_async(script, Vec::new()).await?)
    }

    /// Waits until an expression is true in the page at hand.
    ///
    /// # Errors
    /// When it is not within half a minute; the fault names the expression.
    pub async fn awaits_that(&self, holds: &str) -> Result<(), Fault> {
        let look = format!(
            "const done = arguments[0]; const since = Date.now();
             const look = () => {{
               let holds = false;
               try {{ holds = Boolean({holds}); }} catch {{ holds = false; }}
               if (holds || Date.now() - since > 25_000) done(holds); else setTimeout(look, 25);
             }};
             look();"
        );
        if self.asks_and_waits(&look).await? == Value::Bool(true) {
            return Ok(());
        }
        Err(Fault::Answer {
            what: "the page",
            why: format!("it never came to this: {holds}"),
        })
    }

    async fn acts(&self, strokes: impl Iterator<Item = KeyAction>) -> Result<(), Fault> {
        let keyboard = KeyActions::new("keyboard".to_owned());
        let actions = strokes.fold(keyboard, InputSource::then);
        Ok(self.client().perform_actions(actions).await?)
    }
}

fn key(name: &str) -> char {
    match name {
        "Control" => Key::Control.into(),
        "Shift" => Key::Shift.into(),
        "Alt" => Key::Alt.into(),
        "Meta" => Key::Meta.into(),
        "Tab" => Key::Tab.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Space" => ' ',
        "Home" => Key::Home.into(),
        "End" => Key::End.into(),
        "Backspace" => Key::Backspace.into(),
        "ArrowDown" => Key::Down.into(),
        "ArrowUp" => Key::Up.into(),
        "ArrowLeft" => Key::Left.into(),
        "ArrowRight" => Key::Right.into(),
        "F6" => Key::F6.into(),
        other => other.chars().next().unwrap_or(Key::Null.into()),
    }
}

/// What has the focus, where a person could not see it: no ring around it, or out of sight, or behind something else.
const UNSEEN: &str = "const one = document.activeElement;
if (!one || one === document.body) return null;
const name = one.localName + (one.id ? '#' + one.id : '') + ' ' + (one.getAttribute('aria-label') ?? one.textContent).trim().replace(/\\s+/g, ' ').slice(0, 40);
const frame = one.getBoundingClientRect();
if (frame.bottom <= 0 || frame.top >= innerHeight || frame.right <= 0 || frame.left >= innerWidth) return name + ': out of sight';
const ring = element => { const style = getComputedStyle(element); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; };
if (!ring(one) && !(one.nextElementSibling && ring(one.nextElementSibling)) && !(one.localName === 'iframe')) return name + ': no ring';
const [x, y] = [Math.min(Math.max((frame.left + frame.right) / 2, 1), innerWidth - 2), Math.min(Math.max((frame.top + frame.bottom) / 2, 1), innerHeight - 2)];
const top = document.elementFromPoint(x, y);
if (top && !one.contains(top) && !top.contains(one) && ![...(one.labels ?? [])].some(label => label.contains(top))) return name + ': behind ' + top.localName + '.' + top.className;
return null;";
