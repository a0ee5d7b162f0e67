//! A line of numbers through time, drawn here: an SVG without style or script, which says in words what it shows.

use press::words::Words;
use std::fmt::Write;

/// Size of the drawing, and where in it the lines run, in its own units.
const WIDTH: u32 = 760;
const HEIGHT: u32 = 250;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 748.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 221.0;

/// What is drawn.
pub(crate) struct Chart {
    /// What it shows, for who cannot see it.
    pub(crate) spoken: String,
    /// The numbers; those that are not known yet come last.
    pub(crate) now: Vec<Option<u64>>,
    /// What they are compared with, one each.
    pub(crate) before: Vec<u64>,
    /// What stands under some of them: place and word.
    pub(crate) under: Vec<(usize, String)>,
    /// In whose language numbers are written.
    pub(crate) words: &'static Words,
}

impl Chart {
    /// The drawing. Every text in it is escaped.
    pub(crate) fn svg(&self) -> String {
        let numbers = self.now.iter().flatten().chain(&self.before);
        let top = ceiling(numbers.copied().max().unwrap_or(0));
        let last = self.before.len().max(2) - 1;
        let x = |place: usize| LEFT + (RIGHT - LEFT) * place as f64 / last as f64;
        let y = |number: u64| BOTTOM - (BOTTOM - TOP) * number as f64 / top as f64;
        let line = |numbers: &[u64]| {
            let mut path = String::new();
            for (place, number) in numbers.iter().enumerate() {
                let step = if place == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{step}{:.1} {:.1}", x(place), y(*number));
            }
            path
        };
        let known: Vec<u64> = self.now.iter().map_while(|number| *number).collect();
        let mut svg = format!(
            "<svg class=\"gfx\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
            escaped(&self.spoken)
        );
        for level in [0, top / 2, top] {
            let _ = write!(
                svg,
                "<path class=\"g\" d=\"M{LEFT} {1:.1}H{RIGHT}\"/><text x=\"{LEFT}\" y=\"{2:.1}\">{0}</text>",
                escaped(&self.words.number(level)),
                y(level),
                y(level) - 6.0
            );
        }
        let _ = write!(svg, "<path class=\"p\" d=\"{}\"/>", line(&self.before));
        if let Some(end) = known.len().checked_sub(1) {
            let path = line(&known);
            let _ = write!(
                svg,
                "<path class=\"f\" d=\"{path}L{1:.1} {BOTTOM}L{0:.1} {BOTTOM}Z\"/><path class=\"l\" d=\"{path}\"/>\
                 <circle class=\"e\" cx=\"{1:.1}\" cy=\"{2:.1}\" r=\"5\"/>",
                x(0),
                x(end),
                y(known.last().copied().unwrap_or(0))
            );
        }
        for (place, word) in &self.under {
            let anchor = match *place {
                0 => "start",
                place if place == last => "end",
                _ => "middle",
            };
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"244\" text-anchor=\"{anchor}\">{}</text>",
                x(*place),
                escaped(word)
            );
        }
        svg.push_str("</svg>");
        svg
    }
}

/// The end of the scale: the next even number that is a 2, 4, 6, 8 or 10 followed by zeros.
fn ceiling(most: u64) -> u64 {
    let mut unit = 1;
    loop {
        for step in [2, 4, 6, 8, 10] {
            let end = unit * step;
            if end >= most {
                return end;
            }
        }
        unit *= 10;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use press::words::Tongue;

    #[test]
    fn a_scale_ends_at_a_number_one_can_read() {
        for (most, end) in [
            (0, 2),
            (2, 2),
            (3, 4),
            (11, 20),
            (75, 80),
            (1_910, 2_000),
            (81_000, 100_000),
        ] {
            assert_eq!(ceiling(most), end, "{most}");
        }
    }

    #[test]
    fn nothing_typed_becomes_markup() {
        let chart = Chart {
            spoken: "\"><script>".to_owned(),
            now: vec![Some(3), None],
            before: vec![1, 2],
            under: vec![(0, "<b>".to_owned())],
            words: Words::of(Tongue::English),
        };
        let svg = chart.svg();
        assert!(!svg.contains("<script") && !svg.contains("<b>"), "{svg}");
    }
}
