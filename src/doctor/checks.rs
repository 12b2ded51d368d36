//! Checks single answers: status, type, headers, encoding, conditional requests.

use std::time::Duration;

use super::client::{ClientProfile, GOOGLE};
use super::probe::{Method, ProbeAnswer, ProbeRequest};
use super::{Doctor, codes, looks_like_calendar, looks_like_page};
use crate::lint::{CalendarKind, MAX_BYTES, shown};
use crate::rules::Rule;

/// Maximum `max-age` before caches delay updates too long.
const MAX_AGE_SECONDS: u64 = 24 * 60 * 60;
/// Age of the older copy in a conditional request.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Headers that HEAD and GET must share.
const SAME: [&str; 8] = [
    "content-type",
    "content-encoding",
    "content-disposition",
    "content-length",
    "etag",
    "last-modified",
    "cache-control",
    "vary",
];

impl Doctor {
    /// The answer with a calendar, if there is one.
    pub(super) fn check_answer<'a>(
        &mut self,
        apple: &'a ProbeAnswer,
        google: &'a ProbeAnswer,
    ) -> Option<&'a ProbeAnswer> {
        let is_calendar = |answer: &ProbeAnswer| {
            let body = answer.decoded(MAX_BYTES).ok().filter(|_| answer.status == 200);
            body.is_some_and(|body| looks_like_calendar(&body))
        };
        // If one of them gets a calendar, `check_client` reports the other's answer.
        if let Some(best) = [apple, google].into_iter().find(|answer| is_calendar(answer)) {
            return Some(best);
        }
        let best = apple;
        if best.status != 200 {
            let help = match best.status {
                401 | 403 => {
                    "calendar clients send no password: make the address public, or put a \
                              secret into its path"
                }
                404 | 410 => "check the address; a published address must keep answering",
                429 => "allow each client a request every few minutes",
                _ => "answer 200 with the calendar, or 503 with Retry-After while there is none",
            };
            let headline = format!("the answer is {}", best.status);
            self.find(&codes::STATUS, Rule::NoWrong200, headline, help);
            return None;
        }
        let body = match best.decoded(MAX_BYTES) {
            Ok(body) => body,
            Err(why) => {
                let help = "send uncompressed bytes to clients that do not accept compression";
                self.find(&codes::CODING, Rule::CompressedOnce, format!("the body {why}"), help);
                return None;
            }
        };
        let (headline, help) = if body.is_empty() {
            ("the body is empty: Thunderbird and ICSx5 delete their events", "answer 503 instead")
        } else if looks_like_page(&body) {
            (
                "the answer is a page, not a calendar",
                "give the address of the `.ics` file, without a log-in, consent or challenge page before it",
            )
        } else {
            ("the answer is not a calendar", "")
        };
        let first: String = String::from_utf8_lossy(&body).chars().take(30).collect();
        let begin =
            || format!("begin with `BEGIN:VCALENDAR` instead of `{}`", first.escape_debug());
        let help = if help.is_empty() { begin() } else { help.to_owned() };
        self.find(&codes::NOT_CALENDAR, Rule::NoWrong200, headline, help);
        None
    }

    pub(super) fn check_headers(
        &mut self,
        answer: &ProbeAnswer,
        calendar: &[u8],
        kind: CalendarKind,
    ) {
        self.check_type(answer, calendar);
        let nosniff = answer.header("x-content-type-options");
        if !nosniff.is_some_and(|value| value.trim().eq_ignore_ascii_case("nosniff")) {
            let help = "send `X-Content-Type-Options: nosniff`";
            let headline = "browsers may guess another type than the Content-Type";
            self.find(&codes::NOSNIFF, Rule::CalendarContentType, headline, help);
        }
        if let Some(cookie) = answer.header("set-cookie") {
            let name: String = cookie.chars().take_while(|c| *c != '=').take(40).collect();
            let headline = format!("the answer sets a cookie, `{}`", name.escape_debug());
            let help = format!(
                "do not send `Set-Cookie: {}=…`: caches do not store such answers, and calendars do not \
                 send cookies back",
                name.escape_debug()
            );
            self.find(&codes::COOKIE, Rule::RobotsMayFetch, headline, help);
        }
        if let Some(value) =
            answer.header("content-disposition").filter(|_| kind == CalendarKind::Feed)
        {
            let value: String = value.chars().take(60).collect();
            let headline = format!("a feed has Content-Disposition: `{}`", value.escape_debug());
            let help = "leave it out: browsers save the feed instead of handing it to the calendar";
            self.find(&codes::DISPOSITION, Rule::SessionFileHasAName, headline, help);
        }
        self.check_caching(answer);
    }

    fn check_type(&mut self, answer: &ProbeAnswer, calendar: &[u8]) {
        let written = answer.header("content-type").unwrap_or_default();
        let mut parts = written.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
        });
        let help = "send `Content-Type: text/calendar; charset=utf-8`";
        if !kind.eq_ignore_ascii_case("text/calendar") {
            let start: String = written.chars().take(60).collect();
            let headline = format!("Content-Type is `{}`", start.escape_debug());
            self.find(&codes::TYPE, Rule::CalendarContentType, headline, help);
            return;
        }
        match charset {
            Some(charset) if !charset.eq_ignore_ascii_case("utf-8") => {
                let headline = format!("Content-Type says `charset={}`", charset.escape_debug());
                self.find(&codes::TYPE, Rule::CalendarContentType, headline, help);
            }
            None if !calendar.is_ascii() => {
                let headline = "Content-Type has no charset; some clients read Latin-1";
                self.find(&codes::TYPE, Rule::CalendarContentType, headline, help);
            }
            _ => {}
        }
    }

    fn check_caching(&mut self, answer: &ProbeAnswer) {
        let control = answer.header("cache-control").unwrap_or_default().to_ascii_lowercase();
        if control.contains("no-store") {
            let headline = "Cache-Control is `no-store`: every poll downloads the whole calendar";
            self.find(
                &codes::CACHING,
                Rule::FreshForFiveMinutes,
                headline,
                "send `Cache-Control: public, max-age=300`",
            );
        }
        let age = control.split(',').find_map(|part| part.trim().strip_prefix("max-age="));
        if let Some(age) =
            age.and_then(|age| age.parse::<u64>().ok()).filter(|age| *age > MAX_AGE_SECONDS)
        {
            let headline = format!("caches keep the calendar for {} days", age / 86_400);
            self.find(
                &codes::CACHING,
                Rule::FreshForFiveMinutes,
                headline,
                "send `Cache-Control: public, max-age=300`",
            );
        }
        let time = |name: &str| answer.header(name).map(httpdate::parse_http_date);
        match (time("last-modified"), time("date")) {
            (None, _) if answer.header("etag").is_some() => {
                let headline = "Last-Modified is missing";
                let help =
                    "send the time when these bytes were published: some clients do not use ETag";
                self.find(&codes::CACHING, Rule::StrongValidators, headline, help);
            }
            (Some(Err(_)), _) => {
                let headline = "Last-Modified is not an HTTP date";
                let help = "send, for example, `Wed, 23 Sep 2020 12:00:00 GMT`";
                self.find(&codes::CACHING, Rule::StrongValidators, headline, help);
            }
            (Some(Ok(modified)), Some(Ok(now))) if modified > now => {
                let headline = "Last-Modified is in the future";
                let help =
                    "send the time when these bytes were published: a clock or time zone is wrong";
                self.find(&codes::CACHING, Rule::StrongValidators, headline, help);
            }
            _ => {}
        }
    }

    /// Rule `compressed-once`.
    pub(super) fn check_coding(
        &mut self,
        plain: &ProbeAnswer,
        coded: &ProbeAnswer,
        calendar: &[u8],
    ) {
        if coded.header("content-encoding").is_none() || coded.status != 200 {
            return;
        }
        match coded.decoded(MAX_BYTES) {
            Err(why) => {
                let help = "switch compression off for calendars, or correct it";
                self.find(
                    &codes::CODING,
                    Rule::CompressedOnce,
                    format!("for Google, the body {why}"),
                    help,
                );
            }
            Ok(body) if !looks_like_calendar(&body) && looks_like_calendar(calendar) => {
                let help = "compress the calendar itself";
                let headline = "the compressed body is not the calendar";
                self.find(&codes::CODING, Rule::CompressedOnce, headline, help);
            }
            Ok(_) => {}
        }
        let vary = coded.header("vary").unwrap_or_default().to_ascii_lowercase();
        if !vary.contains("accept-encoding") && vary != "*" {
            let headline = "a compressed body without `Vary: Accept-Encoding`";
            let others = if vary.is_empty() { String::new() } else { format!("{vary}, ") };
            let help = format!(
                "send `Vary: {others}Accept-Encoding` with every encoding: a cache may send gzip to a \
                 client that cannot read it"
            );
            self.find(&codes::CODING_TAG, Rule::CompressedOnce, headline, help);
        }
        let strong = |answer: &ProbeAnswer| {
            answer.header("etag").filter(|tag| !tag.starts_with("W/")).map(str::to_owned)
        };
        if strong(plain).is_some() && strong(plain) == strong(coded) {
            let headline = "gzip and uncompressed bytes have the same strong ETag";
            let tag = strong(plain).unwrap_or_default();
            let help = format!(
                "give gzip its own ETag, such as `{}-gzip\"`: a strong ETag identifies exact bytes",
                shown(tag.trim_end_matches('"'))
            );
            self.find(&codes::CODING_TAG, Rule::CompressedOnce, headline, help);
        }
    }

    /// Rule `get-and-head-only`.
    pub(super) fn check_head(&mut self, address: &str, client: ClientProfile, got: &ProbeAnswer) {
        let request = ProbeRequest { method: Method::Head, url: address, headers: client.headers };
        let head = match self.prober.send(super::SCANNER.name, &request) {
            Ok(head) => head,
            Err(_) => {
                let help = "answer HEAD like GET, without the body: link scanners send it first";
                self.find(&codes::HEAD, Rule::GetAndHeadOnly, "HEAD is not answered", help);
                return;
            }
        };
        let help = "answer HEAD with the headers of GET: link scanners and proxies send it first";
        if head.status != got.status {
            let headline = format!("HEAD answers {}, GET {}", head.status, got.status);
            self.find(&codes::HEAD, Rule::GetAndHeadOnly, headline, help);
            return;
        }
        let differs = |name: &&str| {
            let (one, other) = (head.header(name), got.header(name));
            // RFC 9110 §9.3.2: headers computed from the body may be left out.
            one != other && !(*name == "content-length" && (one.is_none() || other.is_none()))
        };
        let names: Vec<&str> = SAME.into_iter().filter(differs).collect();
        if !names.is_empty() {
            let headline = format!("HEAD and GET differ in {}", names.join(", "));
            let first = names[0];
            let help = match got.header(first) {
                Some(value) => {
                    format!("send `{first}: {}` with HEAD, as with GET", shown(value))
                }
                None => format!("do not send `{first}` with HEAD: GET does not have it"),
            };
            self.find(&codes::HEAD, Rule::GetAndHeadOnly, headline, help);
        }
    }

    /// Rule `strong-validators`.
    pub(super) fn check_conditions(
        &mut self,
        address: &str,
        client: ClientProfile,
        plain: &ProbeAnswer,
        coded: &ProbeAnswer,
    ) {
        let (tag, modified) = (plain.header("etag"), plain.header("last-modified"));
        if tag.is_none() && modified.is_none() {
            let headline = format!(
                "neither ETag nor Last-Modified: every poll sends all {} bytes again",
                coded.body_bytes()
            );
            let help = "send a strong ETag and Last-Modified, and answer 304 to clients that send them back";
            self.find(&codes::WHOLE, Rule::StrongValidators, headline, help);
        }
        match tag {
            None if modified.is_some() => {
                let help = "send the hash of the bytes";
                self.find(&codes::TAG, Rule::StrongValidators, "ETag is missing", help);
            }
            Some(tag) if tag.starts_with("W/") => {
                let help = "send a strong one, the hash of the bytes";
                self.find(
                    &codes::TAG,
                    Rule::StrongValidators,
                    format!("ETag `{}` is weak", tag.escape_debug()),
                    help,
                );
            }
            _ => {}
        }
        if let Some(tag) = coded.header("etag").map(str::to_owned) {
            // Thunderbird's second fetch.
            let again = self.get(super::THUNDERBIRD, address, &[("If-None-Match", &tag)]);
            self.check_condition("If-None-Match", &tag, again.ok(), Some(&tag));
            let other = self.get(GOOGLE, address, &[("If-None-Match", "\"kalends-doctor\"")]);
            if other.is_ok_and(|answer| answer.status == 304) {
                let headline = "304 to an ETag that was never sent";
                let help = "compare the ETag: clients with older bytes never see an update";
                self.find(&codes::STUCK, Rule::StrongValidators, headline, help);
            }
        }
        if let Some(modified) = modified.map(str::to_owned) {
            let again = self.get(client, address, &[("If-Modified-Since", &modified)]);
            self.check_condition("If-Modified-Since", &modified, again.ok(), None);
            // A client with an older copy sends that copy's date; Apple's calendars send nothing else.
            let time = |text: &str| httpdate::parse_http_date(text).ok();
            let now = plain.header("date").and_then(time);
            // A date in the future has a finding of its own.
            let older = time(&modified).filter(|at| now.is_none_or(|now| *at <= now));
            let older = older.and_then(|at| at.checked_sub(A_DAY)).map(httpdate::fmt_http_date);
            let Some(older) = older else { return };
            let answer = self.get(client, address, &[("If-Modified-Since", &older)]);
            if answer.is_ok_and(|answer| answer.status == 304) {
                let headline =
                    format!("304 to `If-Modified-Since: {older}`, a day before Last-Modified");
                let help = "compare the date (RFC 9110 §13.1.3): Apple's calendars send nothing else, \
                            and never see an update";
                self.find(&codes::STUCK, Rule::StrongValidators, headline, help);
            }
        }
    }

    fn check_condition(
        &mut self,
        name: &str,
        sent: &str,
        answer: Option<ProbeAnswer>,
        tag: Option<&str>,
    ) {
        let Some(answer) = answer else { return };
        if answer.status != 304 {
            // `check_client` reports answers that are not calendars.
            if !answer.decoded(MAX_BYTES).is_ok_and(|body| looks_like_calendar(&body)) {
                return;
            }
            let headline = format!("{name} is answered {}, not 304", answer.status);
            let value = shown(sent);
            let help =
                format!("answer 304 to `{name}: {value}`: it saves nearly all traffic of a feed");
            self.find(&codes::WHOLE, Rule::StrongValidators, headline, help);
        } else if let Some(tag) = tag.filter(|tag| answer.header("etag") != Some(*tag)) {
            let headline = format!("the 304 to `{}` does not repeat that ETag", tag.escape_debug());
            let help =
                format!("send `ETag: {}` with the 304, and Cache-Control and Vary", shown(tag));
            self.find(&codes::TAG, Rule::StrongValidators, headline, help);
        }
    }
}
