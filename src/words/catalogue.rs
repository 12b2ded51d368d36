//! Every text there is, in English, and from that list the type that each language must fill: a
//! text that a language lacks does not compile, and nothing is parsed at run time.
//!
//! Texts in `languages` carry their keys, so that translators compare files line by line.

use std::fmt;
use std::sync::OnceLock;

use super::Direction;
use super::count::Form::{self, One, Other};
use super::dates::Formats;
use super::fill::Filled;

macro_rules! catalogue {
    (
        texts { $($text:ident: $english:literal,)+ }
        slotted { $($slotted:ident($($slot:ident),+): $with_slots:literal,)+ }
        counted { $($counted:ident: [$($form:ident($with_number:literal)),+],)+ }
    ) => {
        /// The words of one language, and its ways of writing dates and times. Each text's
        /// documentation is the text in English.
        pub struct Words {
            pub(super) direction: Direction,
            pub(super) tag: &'static str,
            pub(super) name: &'static str,
            pub(super) formats: OnceLock<Formats>,
            $(#[doc = $english] pub $text: &'static str,)+
            $(pub(super) $slotted: &'static str,)+
            $(pub(super) $counted: &'static [Form],)+
        }

        /// What every other language falls back to.
        pub(super) static ENGLISH: Words = Words {
            direction: Direction::Ltr,
            tag: "en",
            name: "English",
            formats: OnceLock::new(),
            $($text: $english,)+
            $($slotted: $with_slots,)+
            $($counted: &[$($form($with_number)),+],)+
        };

        impl Words {
            $(
                #[doc = $with_slots]
                #[must_use]
                pub fn $slotted<'a>(&self, $($slot: &'a str),+) -> Filled<'a> {
                    Filled::new(self.$slotted, vec![$((stringify!($slot), $slot)),+])
                }
            )+
            $(
                #[doc = concat!($($with_number, "; "),+)]
                #[must_use]
                pub fn $counted(&self, n: u64) -> String {
                    self.count(self.$counted, n)
                }
            )+
        }

        #[cfg(test)]
        impl Words {
            pub(super) fn texts(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($text), self.$text)),+]
            }

            pub(super) fn slotted(&self) -> Vec<(&'static str, &'static [&'static str], &'static str)> {
                vec![$((stringify!($slotted), &[$(stringify!($slot)),+], self.$slotted)),+]
            }

            pub(super) fn counted(&self) -> Vec<(&'static str, &'static [Form])> {
                vec![$((stringify!($counted), self.$counted)),+]
            }
        }
    };
}

catalogue! {
    texts {
        // Words in calendars: changing one changes what subscribers have.
        calendar_cancelled: "Cancelled:",
        notice: "This session is cancelled.",
        calendar_speakers: "Speakers:",
        calendar_join: "Join:",
        announced_as: "announced as",
        calendar_organiser: "Organised by",
        calendar_up_to_date: "Up to date?",
        // What a session says.
        when: "When",
        place: "Where",
        join: "Join",
        speakers: "Speakers",
        organised_by: "Organised by",
        more_information: "More information",
        status: "Status",
        confirmed: "confirmed",
        tentative: "tentative",
        cancelled: "cancelled",
        moved: "moved",
        online: "Online",
        all_day: "All day",
        time_zone: "Time zone",
        // What became of it.
        session_moved: "This session has moved.",
        old_time: "Old time",
        new_time: "New time",
        series_ended: "This series has ended.",
        ended: "ended",
        sessions: "Sessions",
        next_session: "Next session",
        // Getting it.
        add_to_calendar: "Add to calendar",
        subscribe_to_all: "Subscribe to all sessions",
        subscription_or_copy: "A subscription keeps itself up to date; a file is a copy of what is known today.",
        google_calendar: "Google Calendar",
        apple_calendar: "Apple Calendar",
        other_calendar: "Other calendar (.ics file)",
        copy_address: "Copy the address",
        copied: "Copied",
        qr_code: "QR code",
        scan_code: "Scan the code with a phone to open this page there.",
        download_all: "Download all sessions as one file",
        // Help.
        nothing_happens: "If nothing happens, open this page in your browser.",
        open_in_browser: "Open in browser",
        google_delay: "Google may take up to a day to show changes.",
        google_fallback: "If Google does not accept the link, copy the address and add it there under “From URL”.",
        on_android: "On Android, subscribe on the Google Calendar website or with an app such as ICSx5.",
        // The frame of a page.
        language: "Language",
        skip_to_content: "Skip to content",
        all_series: "All series",
        calendars: "Calendars",
        no_series: "No series is published here yet.",
        imprint: "Legal notice",
        privacy: "Privacy",
        published_by: "Published by",
        last_updated: "Last updated",
        // The reader's copy.
        entry_current: "Your calendar entry is up to date.",
        entry_outdated: "Your calendar entry is out of date.",
        changed_since: "What changed since your copy:",
        changed_back: "What changed was changed back: time, place and title are those you have.",
        was: "was",
        now: "now",
        none: "none",
        update_subscribed: "If you subscribed to the series, your calendar fetches the change by itself, within an hour or a day depending on the calendar.",
        update_added: "To update an entry that you added from a file, delete it and add the session again: few calendars change an entry by a second file.",
        // Fields that changed.
        title: "Title",
        description: "Description",
        join_link: "Link to join",
        reminder: "Reminder",
        categories: "Categories",
        // Errors.
        not_found: "Page not found",
        not_found_text: "Nothing is published at this address.",
        gone: "No longer available",
        gone_text: "What was published at this address has been withdrawn for good.",
        unavailable: "Temporarily unavailable",
        unavailable_text: "What is published at this address cannot be shown just now. Please try again later.",
        // Mail, embedding, feed of changes.
        mail_add_session: "Add this session to your calendar",
        mail_add_series: "Add all sessions to your calendar",
        open_page: "Open the page",
        copy: "Copy",
        preview: "Preview",
        mail_kit: "Mail kit",
        plain_text: "Plain text",
        links: "Links",
        mail_draft: "Mail draft (.eml)",
        embed: "Embed",
        what_changed: "What changed",
        new_session: "New session",
        changed: "Changed",
    }
    slotted {
        your_time(time): "Your time: {time}",
        session_of(number, total): "Session {number} of {total}",
        revision_current(revision, date): "Revision {revision} of {date} is current.",
        revision_older(revision, date, latest): "Your entry is revision {revision}; since {date} there is a newer one, now revision {latest}.",
        changes_of(title): "{title}: what changed",
    }
    counted {
        session_count: [One("{n} session"), Other("{n} sessions")],
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.tag).finish()
    }
}
