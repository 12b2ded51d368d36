//! Findings of `kalends doctor` about how a calendar is served: K760–K799.
//!
//! An error prevents a real client from reading the calendar or its updates.

use crate::diagnostic::codes;

codes! {
    NO_ANSWER = "K760", Error, "an address that does not answer";
    TLS = "K761", Error, "a certificate or encryption that clients reject";
    STATUS = "K762", Error, "an answer other than 200 where a calendar should be";
    NOT_CALENDAR = "K763", Error, "an answer of 200 that is not a calendar";
    TYPE = "K764", Warning, "a Content-Type other than `text/calendar` in UTF-8";
    NOSNIFF = "K765", Warning, "an answer without `X-Content-Type-Options: nosniff`";
    HEAD = "K766", Warning, "an answer to HEAD that differs from GET";
    WHOLE = "K767", Warning, "a full answer to a client that has the current bytes";
    STUCK = "K768", Error, "304 to a client with older bytes, which never sees an update";
    TAG = "K769", Warning, "an ETag that is missing, weak or unstable";
    UNSTEADY = "K770", Warning, "different bytes at every fetch";
    CODING = "K771", Error, "a compressed body that is not the calendar";
    CODING_TAG = "K772", Warning, "encodings that caches cannot distinguish";
    CACHING = "K773", Warning, "headers that keep caches from working, or updates from arriving";
    QUERY = "K774", Error, "an address that answers differently with `?utm_source=…`";
    REDIRECT = "K775", Warning, "a redirect that clients do not remember, or to a wrong address";
    ROBOTS = "K776", Error, "a robots.txt that blocks Google";
    COOKIE = "K777", Warning, "a cookie";
    DISPOSITION = "K778", Warning, "a feed that is sent as a download";
    CLIENT = "K779", Error, "a client that gets another answer than the others";
    ACCEPT = "K780", Error, "an answer that depends on the Accept header";
    PLAIN = "K781", Warning, "no redirect from http to https, or no https";
}
