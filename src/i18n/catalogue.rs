//! Names of all texts, and the type that each file in `locales` must fill. The English texts are in
//! `locales/en.ftl`.

use std::fmt;
use std::sync::OnceLock;

use icu_plurals::PluralCategory;

use super::direction::Direction;
use super::fluent::{FluentProblem, Messages};
use super::formats::Formats;
use super::pattern::{Filled, Forms, Pattern};

macro_rules! messages {
    (
        texts { $($text:ident,)+ }
        slotted { $($slotted:ident($($slot:ident),+),)+ }
        counted { $($counted:ident,)+ }
    ) => {
        /// The texts of one language, and its date and time formats.
        pub struct Words {
            pub(super) tag: &'static str,
            /// Tag of the locale for dates and times; may have a region.
            pub(super) dates: &'static str,
            pub(super) name: &'static str,
            pub(super) direction: Direction,
            pub(super) formats: OnceLock<Formats>,
            $(#[doc = concat!("`", stringify!($text), "` of the language's file.")] pub $text: &'static str,)+
            $(pub(super) $slotted: Pattern,)+
            $(pub(super) $counted: Forms,)+
        }

        impl Words {
            /// Reads the file of a language.
            pub(super) fn read(tag: &'static str, ftl: &'static str) -> Result<Self, Vec<FluentProblem>> {
                let mut messages = Messages::parse(ftl);
                let words = Self {
                    tag,
                    dates: tag,
                    name: messages.text("own_name"),
                    direction: messages.direction("direction"),
                    formats: OnceLock::new(),
                    $($text: messages.text(stringify!($text)),)+
                    $($slotted: messages.slotted(stringify!($slotted), &[$(stringify!($slot)),+]),)+
                    $($counted: messages.counted(stringify!($counted)),)+
                };
                messages.finish().map(|()| words)
            }

            $(
                #[doc = concat!("`", stringify!($slotted), "` of the language's file.")]
                #[must_use]
                pub fn $slotted<'a>(&self, $($slot: &'a str),+) -> Filled<'a> {
                    Filled::new(self.$slotted, vec![$((stringify!($slot), $slot)),+])
                }
            )+
            $(
                #[doc = concat!("`", stringify!($counted), "` of the language's file.")]
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

            pub(super) fn slotted(&self) -> Vec<(&'static str, Pattern)> {
                vec![$((stringify!($slotted), self.$slotted)),+]
            }

            pub(super) fn counted(&self) -> Vec<(&'static str, Forms)> {
                vec![$((stringify!($counted), self.$counted)),+]
            }
        }
    };
}

messages! {
    texts {
        calendar_cancelled, notice, calendar_speakers, calendar_join, announced_as,
        calendar_organiser, calendar_up_to_date, when, place, join, speakers, organised_by,
        more_information, status, confirmed, tentative, cancelled, moved, online, all_day,
        time_zone, session_moved, old_time, new_time, series_ended, ended, session_ended, sessions, next_session,
        add_to_calendar, subscribe_to_all, subscribe, stays_up_to_date, add_once, copy_of_today, webcal_apps,
        google_calendar, apple_calendar,
        other_calendar, copy_address, copied, qr_code, scan_code, download_all, nothing_happens,
        open_in_browser, google_delay, google_fallback, on_android, language, skip_to_content,
        all_series, my_selection, subscribe_to_part, choose_sessions, show_selection, tracks, rooms,
        calendars, no_series, imprint, privacy, last_updated,
        entry_current, entry_outdated, changed_since, changed_back, was, now, none,
        update_subscribed, update_added, title, description, join_link, reminder, categories,
        not_found, not_found_text, gone, gone_text, unavailable, unavailable_text, mail_add_session,
        mail_add_series, open_page, copy, preview, mail_kit, plain_text, links, mail_draft, embed,
        what_changed, new_session, changed, comma,
    }
    slotted {
        label(label),
        labelled(label, value),
        organised_by_name(name),
        published_by(name),
        your_time(time),
        session_of(number, total),
        changes_of(title),
    }
    counted {
        session_count,
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.tag).finish()
    }
}

impl Words {
    pub(super) fn formats(&self) -> &Formats {
        self.formats.get_or_init(|| Formats::of(self.dates))
    }

    /// The plural form for the number, with the number filled in.
    pub(super) fn count(&self, forms: Forms, n: u64) -> String {
        let category = self.formats().plurals.category_for(n);
        let of = |wanted| forms.iter().find(|(category, _)| *category == wanted);
        let number = n.to_string();
        of(category).or_else(|| of(PluralCategory::Other)).map_or_else(
            || number.clone(),
            |(_, pattern)| Filled::new(pattern, vec![("n", &number)]).to_string(),
        )
    }
}
