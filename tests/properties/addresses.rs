//! Written addresses can be parsed, and every parsed address is written the same way.

use kalends::address::{
    Address, AddressTarget, Base, Of, OfSeries, OfSession, PartKind, PartRef, RESERVED_PARTS, ROWS,
    Row,
};
use kalends::model::{Language, SeriesId, SessionId, TokenHash};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases;

const ID: &str = "[a-z0-9]{1,12}(-[a-z0-9]{1,9}){0,2}";

/// The end of a path: of a series, or of a session.
#[derive(Clone, Copy, Debug)]
enum End {
    Series(OfSeries<'static>),
    Session(OfSession),
}

fn ends() -> Vec<End> {
    let of = |of| match of {
        Of::Site => Vec::new(),
        Of::Series(all) => all.iter().copied().map(End::Series).collect(),
        Of::Session(all) => all.iter().copied().map(End::Session).collect(),
    };
    ROWS.iter().flat_map(|row| of(row.of)).collect()
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn what_is_written_is_read_again(
        token in option::of("[A-Za-z0-9_-]{22,40}"),
        language in option::of(select(vec!["da", "gsw", "pt-BR", "sr-Latn", "zh-Hant-TW"])),
        series in ID.prop_filter("an id", |id| SeriesId::parse(id).is_ok()),
        session in ID.prop_filter("an id", |id| SessionId::parse(id).is_ok()),
        end in select(ends()),
        kind in option::of(select(PartKind::ALL.to_vec())),
        part in ID.prop_filter("an id", |id| !RESERVED_PARTS.contains(&id.as_str())),
    ) {
        prop_assert!(token.as_ref().is_none_or(|token| TokenHash::of(token).is_some()));
        prop_assert!(language.is_none_or(|tag| Language::parse(tag).is_ok()));
        let of = match end {
            End::Series(of) => of,
            End::Session(of) => OfSeries::Session(&session, of),
        };
        let part = kind.map(|kind| PartRef { kind, id: &part });
        let address = Base { token: token.as_deref(), language, series: &series, part }.to(of);
        prop_assert_eq!(address.part, part.filter(|_| Row::of(&address).parts));
        let path = address.to_string();
        prop_assert_eq!(Address::parse(&path), Some(address), "{}", path);
        prop_assert_eq!(format!("/{address:#}"), path);
    }

    #[test]
    fn what_is_read_is_written_as_it_was(
        path in "/?(private/[a-z-]{0,3}/)?(da/|pt-BR/|/)?[a-z.]{0,4}(/opening|/add|/all|/track/[a-z_]{0,5}|/select/a_b)?\
                 (\\.ics|\\.json|/embed|/add/google|/subscribe/apple|/email\\.eml|/[a-z./%]{0,6})?"
    ) {
        if let Some(address) = Address::parse(&path) {
            prop_assert_eq!(address.to_string(), path);
        }
    }
}

#[test]
fn a_segment_that_may_be_a_series_or_a_language_is_read_both_ways() {
    let path = "/es-419/talks/opening.ics";
    let address = Base { language: Some("es-419"), ..Base::new("talks") };
    let address = address.to(OfSeries::Session("opening", OfSession::File));
    assert_eq!((Address::parse(path), Address::parse_in_language(path)), (None, Some(address)));
    let page = Base::new("es-419").to(OfSeries::Session("talks", OfSession::Page));
    assert_eq!(Address::parse("/es-419/talks"), Some(page));
    let other = Base { language: Some("es-419"), ..Base::new("talks") }.to(OfSeries::Page);
    assert_eq!(Address::parse_in_language("/es-419/talks"), Some(other));
    for path in ["/es-419", "/da/talks", "/talks/opening"] {
        assert_eq!(Address::parse_in_language(path), None, "{path}");
    }
}

#[test]
fn an_address_of_the_site_is_read_and_written() {
    for row in ROWS.iter().filter(|row| matches!(row.of, Of::Site)) {
        let address = Address {
            token: None,
            language: None,
            part: None,
            target: AddressTarget::Site(row.end),
        };
        assert_eq!(Address::parse(row.end), Some(address));
        assert_eq!((address.to_string(), format!("/{address:#}")), (row.pattern(), row.pattern()));
    }
}

#[test]
fn what_no_series_can_have_is_no_address() {
    for path in [
        "",
        "talks",
        "//",
        "/da",
        "/da/",
        "/private",
        "/private/",
        "/private//talks",
        "/talks/",
        "/private/token",
        "/da/healthz",
        "/private/token/healthz",
        "/da/pt-BR/talks",
        "/talks.txt",
        "/talks/subscribe",
        "/talks/subscribe/yahoo",
        "/talks/opening/add",
        "/talks/opening.json",
        "/talks/opening/embed.ics",
        "/Talks",
        "/talks/%6fpening",
        "/talks//opening",
        "/.ics",
    ] {
        let found = Address::parse(path);
        let reserved = match found.map(|found| found.target) {
            Some(AddressTarget::Series(_, OfSeries::Session(id, _))) => {
                SessionId::parse(id).is_err()
            }
            Some(AddressTarget::Series(id, _)) => SeriesId::parse(id).is_err(),
            _ => false,
        };
        assert!(found.is_none() || reserved, "{path}: {found:?}");
    }
}

#[test]
fn addresses_of_sessions_come_before_those_of_parts() {
    let of_session = |id, of| Base::new("talks").to(OfSeries::Session(id, of));
    let part =
        |kind, id, of| Base { part: Some(PartRef { kind, id }), ..Base::new("talks") }.to(of);
    for (path, address) in [
        ("/talks/track", of_session("track", OfSession::Page)),
        ("/talks/track/embed", of_session("track", OfSession::Embed)),
        ("/talks/track/oembed.json", of_session("track", OfSession::Oembed)),
        ("/talks/track/policy", part(PartKind::Track, "policy", OfSeries::Page)),
        ("/talks/room/aula.ics", part(PartKind::Room, "aula", OfSeries::Feed)),
        ("/talks/room/aula/embed", part(PartKind::Room, "aula", OfSeries::Embed)),
        ("/talks/select/a_b.ics", part(PartKind::Select, "a_b", OfSeries::Feed)),
    ] {
        assert_eq!(Address::parse(path), Some(address), "{path}");
    }
    for path in ["/talks/track/policy/reach", "/talks/track/policy/email", "/talks/hall/aula.ics"] {
        assert_eq!(Address::parse(path), None, "{path}");
    }
}
