//! Kinds of findings about how a calendar is served: K760–K799.
//!
//! An error is what keeps some real client from reading the calendar, or its updates.

use crate::diagnostic::codes;

codes! {
    NO_ANSWER = "K760", Error, "an address that does not answer";
    TLS = "K761", Error, "a certificate or encryption that clients refuse";
    STATUS = "K762", Error, "an answer other than 200 where a calendar should be";
    NOT_CALENDAR = "K763", Error, "an answer of 200 that is no calendar";
    TYPE = "K764", Warning, "another Content-Type than that of calendars";
    NOSNIFF = "K765", Warning, "an answer whose type browsers may guess";
    HEAD = "K766", Warning, "another answer to HEAD than to GET";
    WHOLE = "K767", Warning, "a whole calendar sent to those who have it";
    STUCK = "K768", Error, "304 to those who have other bytes: they never see an update";
    TAG = "K769", Warning, "an ETag that is missing, weak or unsteady";
    UNSTEADY = "K770", Warning, "other bytes at every fetch";
    CODING = "K771", Error, "a compressed body that is not the calendar";
    CODING_TAG = "K772", Warning, "codings that caches cannot tell apart";
    CACHING = "K773", Warning, "headers that keep caches from working, or updates from arriving";
    QUERY = "K774", Error, "an address that answers otherwise to `?utm_source=…`";
    REDIRECT = "K775", Warning, "a redirect that clients do not keep, or that leads astray";
    ROBOTS = "K776", Error, "a robots.txt that keeps Google away";
    COOKIE = "K777", Warning, "a cookie";
    DISPOSITION = "K778", Warning, "a feed that is sent as a file to save";
    CLIENT = "K779", Error, "some client that is answered otherwise than the others";
    ACCEPT = "K780", Error, "an answer that depends on the Accept header";
    PLAIN = "K781", Warning, "no way from http to https, or no https at all";
}
