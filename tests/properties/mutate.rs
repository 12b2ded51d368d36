//! A good calendar taken apart into content lines and put together again, so that it can be broken
//! in one place.

use kalends::ical::Expected;

/// Content lines, unfolded, without their CRLF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lines(pub(crate) Vec<String>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let unfolded = text.replace("\r\n ", "");
        Self(unfolded.split_terminator("\r\n").map(str::to_owned).collect())
    }

    /// Folded early enough for 75 octets, between characters and outside escapes: behind a
    /// backslash there may be a character of four octets.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.0 {
            let mut octets = 0;
            let mut escaped = false;
            for c in line.chars() {
                if octets + c.len_utf8() > 71 && !escaped {
                    text.push_str("\r\n ");
                    octets = 1;
                }
                escaped = c == '\\' && !escaped;
                octets += c.len_utf8();
                text.push(c);
            }
            text.push_str("\r\n");
        }
        text
    }

    /// Positions of lines with this name, with or without parameters.
    pub(crate) fn named(&self, name: &str) -> Vec<usize> {
        let is_named = |line: &String| {
            line.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', ';']))
        };
        self.0.iter().enumerate().filter(|(_, line)| is_named(line)).map(|(at, _)| at).collect()
    }

    /// The `pick`th line of this name.
    pub(crate) fn pick(&self, name: &str, pick: usize) -> Option<usize> {
        let named = self.named(name);
        (!named.is_empty()).then(|| named[pick % named.len()])
    }

    /// Lines of this name inside the component.
    pub(crate) fn pick_in(&self, component: &str, name: &str, pick: usize) -> Option<usize> {
        let blocks = self.blocks(component);
        let inside: Vec<usize> = self
            .named(name)
            .into_iter()
            .filter(|at| blocks.iter().any(|block| block.contains(at)))
            .collect();
        (!inside.is_empty()).then(|| inside[pick % inside.len()])
    }

    /// From BEGIN to END of each component of this name, both included.
    pub(crate) fn blocks(&self, component: &str) -> Vec<std::ops::Range<usize>> {
        let (begin, end) = (format!("BEGIN:{component}"), format!("END:{component}"));
        let ends = |at: usize| self.0[at..].iter().position(|line| *line == end);
        self.0
            .iter()
            .enumerate()
            .filter(|(_, line)| **line == begin)
            .filter_map(|(at, _)| Some(at..at + ends(at)? + 1))
            .collect()
    }

    pub(crate) fn block(&self, component: &str, pick: usize) -> Option<std::ops::Range<usize>> {
        let blocks = self.blocks(component);
        (!blocks.is_empty()).then(|| blocks[pick % blocks.len()].clone())
    }

    /// What follows the first `:` outside quotes.
    pub(crate) fn value(&self, at: usize) -> &str {
        let line = &self.0[at];
        &line[value_start(line)..]
    }

    pub(crate) fn set_value(&mut self, at: usize, value: &str) {
        let start = value_start(&self.0[at]);
        self.0[at].replace_range(start.., value);
    }

    /// Puts a parameter behind the name.
    pub(crate) fn add_parameter(&mut self, at: usize, parameter: &str) {
        let end = self.0[at].find([':', ';']).unwrap();
        self.0[at].insert_str(end, parameter);
    }
}

fn value_start(line: &str) -> usize {
    let mut quoted = false;
    let colon = line.find(|c: char| {
        quoted ^= c == '"';
        c == ':' && !quoted
    });
    colon.unwrap() + 1
}

/// What a mutation needs to know.
pub(crate) struct Given<'a> {
    pub(crate) lines: &'a Lines,
    pub(crate) expected: Expected,
    /// Chooses among places and among forms of the same break.
    pub(crate) pick: usize,
}

/// The broken calendar; `None` where there is nothing to break in this way.
pub(crate) type Break = fn(&Given<'_>) -> Option<String>;

pub(crate) fn of<T: Copy>(items: &[T], pick: usize) -> T {
    items[pick % items.len()]
}

/// A copy with one change.
pub(crate) fn changed(given: &Given<'_>, change: impl FnOnce(&mut Lines)) -> Option<String> {
    let mut lines = given.lines.clone();
    change(&mut lines);
    Some(lines.text())
}

/// A property of the name with another value.
pub(crate) fn with_value(given: &Given<'_>, name: &str, value: &str) -> Option<String> {
    let at = given.lines.pick(name, given.pick)?;
    changed(given, |lines| lines.set_value(at, value))
}

/// A line more in the first component of that name.
pub(crate) fn with_line(given: &Given<'_>, component: &str, line: &str) -> Option<String> {
    let end = given.lines.block(component, given.pick)?.end - 1;
    changed(given, |lines| lines.0.insert(end, line.to_owned()))
}
