//! Links to web calendars contain the same values as a session's file.

use jiff::Timestamp;
use jiff::civil::Date;
use kalends::address::Calendar;
use kalends::model::{Series, WebUrl};
use kalends::page::links;
use kalends::render::session_page;
use proptest::prelude::*;
use url::Url;

use crate::generate::{Texts, plan};
use crate::judge::{self, Read};
use crate::written::Manner;
use crate::{FIRST, cases, publish, read};

/// A value of the link as a reader of URLs has it.
fn value(link: &Url, name: &str) -> Option<String> {
    let mut values = link.query_pairs().filter(|(key, _)| key == name);
    let value = values.next().map(|(_, value)| value.into_owned());
    assert!(values.next().is_none(), "{name} stands twice in {link}");
    value
}

fn google_time(text: &str) -> Read {
    if !text.contains('T') {
        return Read::On(Date::strptime("%Y%m%d", text).unwrap());
    }
    assert!(text.ends_with('Z'), "{text}");
    let (date, time) = text.split_once('T').unwrap();
    let [y, m, d] = [&date[..4], &date[4..6], &date[6..]];
    let [hour, minute, second] = [&time[..2], &time[2..4], &time[4..6]];
    Read::At(format!("{y}-{m}-{d}T{hour}:{minute}:{second}Z").parse::<Timestamp>().unwrap())
}

fn outlook_time(text: &str) -> Read {
    match text.parse::<Timestamp>() {
        Ok(instant) => Read::At(instant),
        Err(_) => Read::On(text.parse().unwrap()),
    }
}

fn check(series: &Series, page: &WebUrl, event: &judge::Event, id: &str) {
    let session = series.sessions.iter().find(|session| session.id.as_str() == id).unwrap();
    // The title of a cancelled session's entry says so; nobody is given a link to add one.
    let title = session.title.as_str();
    for calendar in [Calendar::Google, Calendar::Outlook, Calendar::Office365] {
        let text = links::add(calendar, series, session, Some(page));
        let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}+'".contains(c);
        assert!(text.chars().all(plain), "{text}");
        let link = Url::parse(&text).unwrap();
        let get = |name: &str| value(&link, name);
        let (start, end, subject, details) = if calendar == Calendar::Google {
            let dates = get("dates").unwrap();
            let (start, end) = dates.split_once('/').unwrap();
            (google_time(start), google_time(end), get("text"), get("details"))
        } else {
            let (start, end) = (get("startdt").unwrap(), get("enddt").unwrap());
            let is_all_day = matches!(event.start, Some(Read::On(_)));
            assert_eq!(get("allday").is_some(), is_all_day, "{text}");
            (outlook_time(&start), outlook_time(&end), get("subject"), get("body"))
        };
        assert_eq!((Some(start), Some(end)), (event.start, event.end), "{text}");
        assert_eq!(subject.as_deref(), Some(title));
        assert_eq!(get("location").as_deref(), event.one("LOCATION"));
        let details = details.unwrap();
        assert!(details.ends_with(page.as_str()), "{details}");
        let encoded = url::form_urlencoded::byte_serialize(details.as_bytes()).collect::<String>();
        // A form encodes a blank with one byte where a link has three, and `*` and `~` otherwise.
        assert!(encoded.len() <= 1_500 + 2 * details.matches('~').count(), "{}", encoded.len());
        let description = event.one("DESCRIPTION").unwrap();
        assert!(details == description || details.contains('…'), "{details}\n{description}");
    }
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn links_say_what_files_say(mut plan in plan(Texts::Clean)) {
        for talk in &mut plan.talks {
            talk.status = talk.status.filter(|status| *status != "cancelled");
        }
        let definition = read(&Manner::default().write(&plan), "talks");
        let series = definition.series.unwrap();
        let (record, calendars) = publish(&series, None, FIRST);
        let base = WebUrl::parse("https://calendar.example.org").unwrap();
        for (id, file) in calendars.sessions() {
            let page = session_page(&series, id, record.entry(id).unwrap(), &base).unwrap();
            let events = judge::events(&file);
            check(&series, &page, events.values().next().unwrap(), id.as_str());
        }
    }

    #[test]
    fn the_file_of_all_sessions_has_the_events_of_the_feed(plan in plan(Texts::Clean)) {
        let definition = read(&Manner::default().write(&plan), "talks");
        let (_, calendars) = publish(&definition.series.unwrap(), None, FIRST);
        let all = calendars.all_sessions();
        let shown = |text: &str| format!("{:?}", judge::events(text));
        prop_assert_eq!(shown(&all), shown(calendars.feed()));
    }
}
