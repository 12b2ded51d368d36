//! The definition as its author has it open, and what authors do to it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Sessions of a series.
pub(crate) const SESSIONS: usize = 3;

/// What an author does. The first number says to which session.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Move(usize, u8),
    Retitle(usize, u8),
    Describe(usize, u8),
    Cancel(usize),
    Withdraw(usize),
    Restore(usize),
    Rename(usize),
    Reorder,
    Reformat,
    /// Whether cancelled sessions leave the feed.
    OnCancel(bool),
    Nothing,
}

impl Edit {
    /// The edit of a number: every number is one.
    pub(crate) fn of(number: u64) -> Self {
        let which = usize::try_from(number / 16).unwrap_or_default() % SESSIONS;
        let value = u8::try_from(number / 1024 % 20).unwrap_or_default();
        match number % 16 {
            0..=2 => Self::Move(which, value),
            3..=4 => Self::Retitle(which, value),
            5..=6 => Self::Describe(which, value),
            7..=8 => Self::Cancel(which),
            9 => Self::Withdraw(which),
            10..=12 => Self::Restore(which),
            13 => Self::Rename(which),
            14 => Self::Reorder,
            _ => Self::OnCancel(value % 2 == 0),
        }
    }
}

#[derive(Clone, Debug)]
struct Talk {
    /// Every identifier it had, that of today last.
    ids: Vec<String>,
    hour: u8,
    title: u8,
    description: u8,
    is_cancelled: bool,
    is_there: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Desk {
    talks: Vec<Talk>,
    removes: bool,
    /// Counts edits that change the text but not its meaning.
    reformats: usize,
    /// A rising number in every definition, so that an older definition is recognised in the record.
    pub(crate) issue: usize,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let talk = |number: usize| Talk {
            ids: vec![format!("s{number}")],
            hour: 8,
            title: 0,
            description: 0,
            is_cancelled: false,
            is_there: true,
        };
        Self { talks: (0..SESSIONS).map(talk).collect(), removes: false, reformats: 0, issue: 0 }
    }

    pub(crate) fn apply(&mut self, edit: &Edit) {
        match *edit {
            Edit::Move(which, hour) => self.talk(which).hour = hour,
            Edit::Retitle(which, title) => self.talk(which).title = title,
            Edit::Describe(which, description) => self.talk(which).description = description,
            Edit::Cancel(which) => self.talk(which).is_cancelled = true,
            Edit::Withdraw(which) => self.talk(which).is_there = false,
            Edit::Restore(which) => {
                let talk = self.talk(which);
                (talk.is_cancelled, talk.is_there) = (false, true);
            }
            Edit::Rename(which) => {
                let ids = &mut self.talk(which).ids;
                ids.push(format!("{}-{}", ids[0], ids.len()));
            }
            Edit::Reorder => self.talks.rotate_left(1),
            Edit::Reformat => self.reformats += 1,
            Edit::OnCancel(removes) => self.removes = removes,
            Edit::Nothing => {}
        }
        // A series needs a session.
        if self.talks.iter().all(|talk| !talk.is_there) {
            self.talks[0].is_there = true;
        }
    }

    fn talk(&mut self, which: usize) -> &mut Talk {
        let first = format!("s{which}");
        self.talks.iter_mut().find(|talk| talk.ids[0] == first).unwrap()
    }

    /// Every identifier of every session, by the first, that of today last, and whether it is
    /// defined.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (&[String], bool)> {
        self.talks.iter().map(|talk| (talk.ids.as_slice(), talk.is_there))
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let gap = " ".repeat(self.reformats % 3);
        let _ = writeln!(text, "# {}\ntitle = \"Talks\"", self.reformats);
        let _ = writeln!(text, "description = \"Issue {}.\"", self.issue);
        let _ = writeln!(text, "authority{gap} ={gap} \"example.org\"");
        if self.removes {
            text.push_str("on_cancel = \"remove\"\n");
        }
        if self.reformats.is_multiple_of(2) {
            text.push_str("timezone = \"Europe/Brussels\"\nduration = \"1h\"\n");
        } else {
            text.push_str("duration = \"60m\"\ntimezone = 'Europe/Brussels'\n");
        }
        for talk in self.talks.iter().filter(|talk| talk.is_there) {
            let (id, former) = talk.ids.split_last().unwrap();
            let _ = writeln!(text, "\n[[session]]\nid = \"{id}\"\nwas = {former:?}");
            let _ = writeln!(text, "title = \"Of {} and {}\"", talk.ids[0], talk.title);
            let _ = writeln!(text, "start = 2027-03-10T{:02}:00:00", talk.hour);
            if talk.description > 0 {
                let _ = writeln!(text, "description = \"\"\"About {}\"\"\"", talk.description);
            }
            if talk.is_cancelled {
                text.push_str("status = \"cancelled\"\n");
            }
        }
        text
    }

    /// Saves as editors do, so that nobody reads half of it.
    pub(crate) fn save(&self, directory: &Path) {
        let whole = directory.join(".talks.toml.new");
        fs::write(&whole, self.text()).unwrap();
        fs::rename(&whole, directory.join("talks.toml")).unwrap();
    }
}

/// Numbers that look random and are the same every time (the constants are Knuth's MMIX).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 20
    }
}
