//! Calendar links of a page: the menu that adds a session, and the box to subscribe to a series. Work
//! without a script, by keyboard, and with a screen reader.

use maud::{Markup, html};

use super::context::PageContext;
use super::layout::labelled;
use super::links;
use crate::address::{Calendar, OfSeries, OfSession};
use crate::i18n::Words;
use crate::model::{SessionId, WebUrl};

/// Google Calendar's page for subscribing by URL.
const GOOGLE_FROM_URL: &str = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl";

/// The name of a calendar.
pub(super) fn name_of(words: &Words, calendar: Calendar) -> &'static str {
    match calendar {
        Calendar::Google => words.google_calendar,
        Calendar::Outlook => "Outlook.com",
        Calendar::Office365 => "Microsoft 365",
        Calendar::Apple => words.apple_calendar,
    }
}

/// The menu on a session's page.
pub(super) fn add_menu(words: &Words, site: &PageContext<'_>, session: &SessionId) -> Markup {
    let to = |of| site.link(1, session.to(of));
    html! {
        details .menu #add {
            summary { (words.add_to_calendar) }
            ul data-menu {
                @for calendar in Calendar::MENU {
                    li data-for=(calendar.as_str()) { a href=(to(OfSession::Add(calendar))) rel="nofollow" { (name_of(words, calendar)) } }
                }
                li { a href=(format!("{}?download", to(OfSession::File))) rel="nofollow" { (words.other_calendar) } }
            }
        }
    }
}

/// Help for in-app browsers that open neither files nor calendars.
pub(super) fn way_out(words: &Words) -> Markup {
    html! {
        p .note #out hidden { (words.nothing_happens) " " a href="" { (words.open_in_browser) } }
    }
}

/// The two actions of a series' page: subscribing, folded, and adding a copy.
pub(super) fn series_actions(words: &Words, site: &PageContext<'_>) -> Markup {
    html! {
        div .act {
            details .menu {
                summary { (words.subscribe) small { (words.stays_up_to_date) } }
                (subscribe_box(words, site))
            }
            a .b href=(format!("{}?download", site.link(0, OfSeries::All))) rel="nofollow" {
                (words.add_once) small { (words.copy_of_today) }
            }
        }
    }
}

/// Every way to subscribe. The script puts the one for the reader's device first.
fn subscribe_box(words: &Words, site: &PageContext<'_>) -> Markup {
    let id = &site.series.id;
    let feed = site.absolute(OfSeries::Feed);
    let to = |calendar: Calendar| site.link(0, OfSeries::Subscribe(calendar));
    html! {
        div .card #subscribe {
            @if let Some(feed) = &feed {
                @let webcal = links::subscribe(Calendar::Apple, site.series, feed, site.record.revised());
                div .actions.grid data-menu {
                    a .b data-for="apple" href=(webcal) { (words.apple_calendar) }
                    @for calendar in [Calendar::Google, Calendar::Outlook, Calendar::Office365] {
                        a .b data-for=(calendar.as_str()) href=(to(calendar)) rel="nofollow" { (name_of(words, calendar)) }
                    }
                    a .b data-for="apps" href=(webcal) { (words.webcal_apps) }
                }
                div .copy {
                    input #feed type="text" readonly value=(feed.as_str()) aria-label=(words.copy_address);
                    (copy_button(words, "feed", words.copy_address))
                }
            } @else {
                // Without a public URL only the reader knows the service's address.
                div .actions.grid data-menu {
                    a .b data-webcal data-for="apple" hidden href="" { (words.apple_calendar) }
                    a .b data-webcal data-for="apps" hidden href="" { (words.webcal_apps) }
                    (copy_button(words, "feed", words.copy_address))
                }
                p { (labelled(words, words.copy_address, &html! { a #feed href=(site.link(0, OfSeries::Feed)) { (id) ".ics" } })) }
            }
            (google(words, feed.as_ref()))
            p .hint { (words.on_android) }
            @if feed.is_some() {
                details .qr {
                    summary { (words.qr_code) }
                    p .hint { (words.scan_code) }
                    img src=(site.plain_link(0, OfSeries::QrSvg)) alt=(words.qr_code) loading="lazy" width="176" height="176";
                }
            }
        }
    }
}

/// A button that copies the value of the field or link `of`; shown only by the script.
pub(super) fn copy_button(words: &Words, of: &str, name: &str) -> Markup {
    html! {
        button type="button" hidden data-of=(of) data-copied=(words.copied) aria-live="polite" { (name) }
    }
}

/// Google's notes: it updates slowly, and refuses some links.
fn google(words: &Words, feed: Option<&WebUrl>) -> Markup {
    html! {
        p .hint {
            (words.google_delay)
            @if feed.is_some() {
                " " a href=(GOOGLE_FROM_URL) rel="noopener" { (words.google_fallback) }
            }
        }
    }
}
