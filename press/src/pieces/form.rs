//! A form readers send, whole: a theme says where it stands and how it looks, not what is in it. A form without its token
//! or with a field too few would be a form that never arrives.

use crate::html::{Html, attribute, escape};
use crate::setting::Setting;
use std::fmt::Write as _;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A line.
    Line,
    /// Several lines.
    Text,
    /// A few lines copied from elsewhere.
    Passage,
    /// An e-mail address.
    Email,
    /// A web address.
    Address,
    /// One of a few; value and words.
    Choice,
    /// A box that is ticked or not; ticked where the value is `yes`.
    Tick,
}

/// A field with its label and what is wrong with it.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Its name in the form; its id is `f-` and this.
    pub(crate) name: &'static str,
    /// Its label.
    pub(crate) label: String,
    /// What stands after the label, softly: `(facoltativa, non sarà pubblicata)`; may be empty.
    pub(crate) aside: String,
    /// What it takes.
    pub(crate) takes: Takes,
    /// Without it the form does not go.
    pub(crate) required: bool,
    /// What is in it.
    pub(crate) value: String,
    /// Longest value, characters.
    pub(crate) chars_max: usize,
    /// For `autocomplete` (HTML, autofill field names).
    pub(crate) autocomplete: &'static str,
    /// What is wrong; may be empty.
    pub(crate) fault: String,
    /// Of a [`Takes::Choice`]: values and what they say.
    pub(crate) choices: Vec<(&'static str, String)>,
}

impl Default for Field {
    /// A line that may stay empty.
    fn default() -> Field {
        Field {
            name: "",
            label: String::new(),
            aside: String::new(),
            takes: Takes::Line,
            required: false,
            value: String::new(),
            chars_max: paper::words::NAME_CHARS_MAX,
            autocomplete: "off",
            fault: String::new(),
            choices: Vec::new(),
        }
    }
}

/// A form.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Where it is sent.
    pub(crate) action: String,
    /// What it carries unseen.
    pub(crate) hidden: Vec<(&'static str, String)>,
    /// The fields in the order people fill them.
    pub(crate) fields: Vec<Field>,
    /// What is wrong with the form as a whole.
    pub(crate) faults: Vec<String>,
    /// What the button says.
    pub(crate) button: String,
    /// What stands right above the button; may be empty.
    pub(crate) before_button: String,
}

/// Name of the field people do not see. It sounds like one that programs fill in and no browser does by itself.
const TRAP: &str = "fax";

impl Form {
    /// The elements, from the summary of faults to the button.
    pub(crate) fn html(&self, setting: &Setting<'_>) -> Html {
        let mut out = String::from("<form class=\"form\" method=\"post\" novalidate");
        attribute(&mut out, "action", &self.action);
        // No `data-record`: what bears it is shown whole, and one field of a form is not for people.
        out.push_str(">\n");
        self.summary(&mut out, setting);
        let _ = writeln!(
            out,
            "<p class=\"meta\">{}</p>",
            escape(&setting.say("form-required"))
        );
        for (name, value) in &self.hidden {
            out.push_str("<input type=\"hidden\"");
            attribute(&mut out, "name", name);
            attribute(&mut out, "value", value);
            out.push_str(">\n");
        }
        for field in &self.fields {
            field.html(&mut out);
        }
        let _ = writeln!(
            out,
            "<div class=\"vh\" aria-hidden=\"true\"><label for=\"f-{TRAP}\">{}</label><input id=\"f-{TRAP}\" name=\"{TRAP}\" \
             tabindex=\"-1\" autocomplete=\"off\"></div>",
            escape(&setting.say("form-trap"))
        );
        if !self.before_button.is_empty() {
            let _ = writeln!(out, "<p class=\"meta\">{}</p>", escape(&self.before_button));
        }
        let _ = write!(
            out,
            "<div><button class=\"btn\">{}</button></div>\n</form>",
            escape(&self.button)
        );
        Html::trusted(out)
    }

    /// All that is wrong, each with a link to its field.
    fn summary(&self, out: &mut String, setting: &Setting<'_>) {
        let wrong: Vec<&Field> = self
            .fields
            .iter()
            .filter(|field| !field.fault.is_empty())
            .collect();
        let count = wrong.len() + self.faults.len();
        if count == 0 {
            return;
        }
        let heading = setting
            .words
            .count("form-faults", u32::try_from(count).unwrap_or(u32::MAX));
        let _ = write!(
            out,
            "<div class=\"box fix\" role=\"alert\" id=\"faults\"><h2>{}</h2><ul>",
            escape(&heading)
        );
        for fault in &self.faults {
            let _ = write!(out, "<li>{}</li>", escape(fault));
        }
        for field in wrong {
            let _ = write!(
                out,
                "<li><a href=\"#f-{}\">{}</a>: {}</li>",
                field.name,
                escape(&field.label),
                escape(&field.fault)
            );
        }
        out.push_str("</ul></div>\n");
    }
}

impl Field {
    fn html(&self, out: &mut String) {
        out.push_str("<div>");
        match self.takes {
            Takes::Tick => self.tick(out),
            _ => self.labelled(out),
        }
        if !self.fault.is_empty() {
            let _ = write!(
                out,
                "<p class=\"err\" id=\"e-{}\">{}</p>",
                self.name,
                escape(&self.fault)
            );
        }
        out.push_str("</div>\n");
    }

    fn label(&self, out: &mut String) {
        out.push_str(&escape(&self.label));
        if self.required {
            out.push_str(" *");
        }
        if !self.aside.is_empty() {
            let _ = write!(out, " <span class=\"soft\">{}</span>", escape(&self.aside));
        }
    }

    /// The label stands after the box.
    fn tick(&self, out: &mut String) {
        let _ = write!(
            out,
            "<label class=\"chk\" for=\"f-{0}\"><input type=\"checkbox\" id=\"f-{0}\" name=\"{0}\" value=\"yes\"",
            self.name
        );
        if self.value == "yes" {
            out.push_str(" checked");
        }
        self.conditions(out);
        out.push_str("> <span>");
        self.label(out);
        out.push_str("</span></label>");
    }

    fn labelled(&self, out: &mut String) {
        let _ = write!(out, "<label for=\"f-{}\">", self.name);
        self.label(out);
        out.push_str("</label>");
        match self.takes {
            Takes::Choice => {
                let _ = write!(out, "<select id=\"f-{0}\" name=\"{0}\"", self.name);
                self.conditions(out);
                out.push('>');
                for (value, words) in &self.choices {
                    let chosen = if self.value == *value {
                        " selected"
                    } else {
                        ""
                    };
                    let _ = write!(
                        out,
                        "<option value=\"{value}\"{chosen}>{}</option>",
                        escape(words)
                    );
                }
                out.push_str("</select>");
            }
            Takes::Text | Takes::Passage => {
                let rows = if self.takes == Takes::Text { 8 } else { 3 };
                let _ = write!(out, "<textarea rows=\"{rows}\"");
                self.attributes(out);
                // A line break right after the tag is dropped by browsers (HTML §13.1.2.5), so one is put there.
                let _ = write!(out, ">\n{}</textarea>", escape(&self.value));
            }
            _ => {
                let kind = match self.takes {
                    Takes::Email => "email",
                    Takes::Address => "url",
                    _ => "text",
                };
                let _ = write!(out, "<input type=\"{kind}\"");
                self.attributes(out);
                attribute(out, "value", &self.value);
                out.push('>');
            }
        }
    }

    fn attributes(&self, out: &mut String) {
        let _ = write!(
            out,
            " id=\"f-{0}\" name=\"{0}\" maxlength=\"{1}\" autocomplete=\"{2}\"",
            self.name, self.chars_max, self.autocomplete
        );
        self.conditions(out);
    }

    fn conditions(&self, out: &mut String) {
        if self.required {
            out.push_str(" required");
        }
        if !self.fault.is_empty() {
            let _ = write!(
                out,
                " aria-invalid=\"true\" aria-describedby=\"e-{}\"",
                self.name
            );
        }
    }
}
