//! Parses content lines into nested components (RFC 5545 §3.6). Values are not parsed.

use super::lines::{ContentLine, Lines, Oddity};
use crate::diagnostic::Span;

/// A VCALENDAR, VEVENT, VALARM, …
#[derive(Debug)]
pub(crate) struct Component<'t> {
    /// In upper case.
    pub(crate) name: String,
    /// Span of its BEGIN.
    pub(crate) span: Span,
    pub(crate) lines: Vec<ContentLine<'t>>,
    pub(crate) children: Vec<Component<'t>>,
}

impl<'t> Component<'t> {
    /// The first property with a name.
    pub(crate) fn get(&self, name: &str) -> Option<&ContentLine<'t>> {
        self.lines.iter().find(|line| line.name == name)
    }
}

/// Maximum nesting of components: a calendar, an event, an alarm, and one more.
const MAX_DEPTH: usize = 4;

/// Parses the calendars of a text, usually one. After a structural fault, oddities of lines are
/// still reported; open components count as ended.
pub(crate) fn read_calendars<'t>(
    text: &'t str,
    odd: &mut impl FnMut(Oddity, Span),
) -> Vec<Component<'t>> {
    let mut lines = Lines::new(text);
    let mut tree = Tree::default();
    while let Some(line) = lines.next(odd) {
        let span = line.as_ref().map_or_else(|span| *span, |line| line.span);
        match tree.add(line) {
            Ok(None) => {}
            Ok(Some(oddity)) => odd(oddity, span),
            Err(fault) => {
                odd(fault, span);
                while lines.next(odd).is_some() {}
                return tree.finish();
            }
        }
    }
    let end = text.trim_end().len();
    if let Some(open) = tree.open.last() {
        odd(Oddity::Open(open.name.clone()), Span { start: end, end });
    } else if tree.calendars.is_empty() {
        odd(Oddity::Nothing, Span { start: end, end });
    }
    tree.finish()
}

#[derive(Default)]
struct Tree<'t> {
    calendars: Vec<Component<'t>>,
    open: Vec<Component<'t>>,
}

impl<'t> Tree<'t> {
    /// `Err`: nothing can be parsed after it.
    fn add(&mut self, line: Result<ContentLine<'t>, Span>) -> Result<Option<Oddity>, Oddity> {
        let is_first = self.open.is_empty() && self.calendars.is_empty();
        let Ok(line) = line else {
            return if is_first { Err(Oddity::NoBegin) } else { Ok(Some(Oddity::NotALine)) };
        };
        let name = || line.value.trim().to_ascii_uppercase();
        match (&*line.name, self.open.last_mut()) {
            ("BEGIN", open) => {
                let (name, is_outside) = (name(), open.is_none());
                if is_outside && name != "VCALENDAR" {
                    return Err(if is_first { Oddity::NoBegin } else { Oddity::Trailing });
                }
                if self.open.len() >= MAX_DEPTH {
                    return Err(Oddity::TooDeep);
                }
                let (lines, children) = (Vec::new(), Vec::new());
                self.open.push(Component { name, span: line.span, lines, children });
                return Ok((is_outside && !is_first).then_some(Oddity::Second));
            }
            ("END", Some(open)) if open.name == name() => self.close(),
            ("END", Some(_)) => return Err(Oddity::WrongEnd(name())),
            ("END", None) if is_first => return Err(Oddity::WrongEnd(name())),
            (_, Some(open)) => open.lines.push(line),
            (_, None) if is_first => return Err(Oddity::NoBegin),
            (_, None) => return Err(Oddity::Trailing),
        }
        Ok(None)
    }

    fn close(&mut self) {
        let Some(ended) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(outer) => outer.children.push(ended),
            None => self.calendars.push(ended),
        }
    }

    fn finish(mut self) -> Vec<Component<'t>> {
        while !self.open.is_empty() {
            self.close();
        }
        self.calendars
    }
}
