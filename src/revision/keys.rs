//! The keys of canonical fields and the group each one belongs to: one table, compared in a test.
//!
//! Does not know how values are made; `canonical` does.

/// What a change of a field asks of those who hold the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// A person would want to be told: SEQUENCE rises (rule `sequence-for-what-people-plan-by`).
    Schedule,
    /// The entry is revised, and SEQUENCE stays (rule `last-modified-moves`).
    Content,
    /// About the series, not about a session.
    Feed,
}

/// The name of a field in the record and in `plan`.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    pub(super) name: &'static str,
    pub(super) group: Group,
}

impl Key {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What a change of it asks of those who hold the entry.
    #[must_use]
    pub fn group(&self) -> Group {
        self.group
    }
}

macro_rules! keys {
    ($($ident:ident $name:literal $group:ident;)*) => {
        $(pub(crate) static $ident: Key = Key { name: $name, group: Group::$group };)*
        /// In order of name.
        pub(crate) static ALL: &[&Key] = &[$(&$ident),*];
    };
}

/// Fields of a session.
///
/// A key may be added when its absence means what older releases published. Moving one to another
/// group, or renaming it, makes every record that holds it unreadable.
pub(crate) mod session {
    use super::{Group, Key};

    keys! {
        ABBREVIATION "abbreviation" Content;
        ABBREVIATION_END "abbreviation_end" Content;
        ADDRESS "address" Schedule;
        ANNOUNCED_AS "announced_as" Content;
        BUSY "busy" Content;
        CATEGORIES "categories" Content;
        DESCRIPTION "description" Content;
        END "end" Schedule;
        GEO "geo" Content;
        JOIN "join" Schedule;
        LANGUAGE "language" Content;
        LOCAL_END "local_end" Content;
        LOCAL_START "local_start" Content;
        LOCATION "location" Schedule;
        ONLINE "online" Schedule;
        ORGANIZER "organizer" Content;
        ORGANIZER_EMAIL "organizer_email" Content;
        ORGANIZER_PROPERTY "organizer_property" Content;
        REMINDER "reminder" Content;
        SPEAKERS "speakers" Content;
        START "start" Schedule;
        STATUS "status" Schedule;
        TIMEZONE "timezone" Content;
        TITLE "title" Schedule;
        URL "url" Content;
    }

    /// Fields that each language says in its own words, in order of name.
    pub(crate) static TEXTS: &[&Key] = &[
        &ADDRESS,
        &ANNOUNCED_AS,
        &CATEGORIES,
        &DESCRIPTION,
        &LOCATION,
        &ORGANIZER,
        &SPEAKERS,
        &TITLE,
    ];
}

/// Fields of the series as a whole.
pub(crate) mod series {
    use super::{Group, Key};

    keys! {
        ANNOUNCED_AS "announced_as" Feed;
        CATEGORIES "categories" Feed;
        COLOUR "colour" Feed;
        DESCRIPTION "description" Feed;
        IMAGE "image" Feed;
        LANGUAGE "language" Feed;
        ORGANIZER "organizer" Feed;
        ORGANIZER_EMAIL "organizer_email" Feed;
        ORGANIZER_PROPERTY "organizer_property" Feed;
        TIMEZONE "timezone" Feed;
        TITLE "title" Feed;
        URL "url" Feed;
    }

    /// Fields that each language says in its own words, in order of name.
    pub(crate) static TEXTS: &[&Key] =
        &[&ANNOUNCED_AS, &CATEGORIES, &DESCRIPTION, &ORGANIZER, &TITLE];
}

/// The place of a key in one of the tables, soonest found if it comes next after place `last`.
pub(super) fn find_after(table: &[&Key], last: usize, name: &str) -> Option<usize> {
    let next = table.iter().skip(last).take(8).position(|key| key.name == name);
    next.map_or_else(|| find(table, name), |steps| Some(last + steps))
}

/// The place of a key in one of the tables.
fn find(table: &[&Key], name: &str) -> Option<usize> {
    table.binary_search_by(|key| key.name.cmp(name)).ok()
}
