//! The clauses on conditional requests and caching that bind an origin server, and the test of each.
//! What only a cache, a client or a resource that can be written has to do is not in the list.

use std::collections::BTreeSet;
use std::fs;

/// RFC and section, the requirement, and `file::test` for each of its cases.
const CLAUSES: &[(&str, &str, &[&str])] = &[
    (
        "9110 §6.6.1",
        "an origin server with a clock sends Date",
        &["caching::every_answer_has_the_date_it_was_made_and_no_later_one"],
    ),
    (
        "9110 §8.8.1",
        "a validator changes whenever the bytes do",
        &["conditional::whatever_is_served_with_other_bytes_has_another_etag"],
    ),
    (
        "9110 §8.8.2",
        "Last-Modified is sent where it is known",
        &["conditional::the_last_modified_header_is_the_resources_own"],
    ),
    (
        "9110 §8.8.2.1",
        "Last-Modified is not later than Date",
        &[
            "caching::every_answer_has_the_date_it_was_made_and_no_later_one",
            "caching::what_a_clock_that_is_ahead_wrote_was_modified_now",
            "caching::no_moment_is_dated_before_what_was_published_in_it",
        ],
    ),
    (
        "9110 §8.8.3",
        "ETag is a quoted text, without W/ where equal tags mean equal bytes",
        &["conditional::the_etag_is_strong_and_the_same_every_time"],
    ),
    (
        "9110 §8.8.3.2",
        "strong comparison for If-Match, weak for If-None-Match",
        &[
            "conditional::if_match_compares_strongly",
            "conditional::a_weak_etag_matches_a_strong_one",
        ],
    ),
    (
        "9110 §8.8.3.3",
        "each representation of a negotiated resource has a tag of its own",
        &[
            "compression::every_representation_is_revalidated_by_its_own_tag_and_says_that_it_varies",
            "compression::whoever_accepts_a_coding_gets_the_same_calendar_in_fewer_bytes",
            "conditional::an_etag_of_another_form_is_no_match",
        ],
    ),
    (
        "9110 §13.1.1",
        "If-Match: `*`, a list, and 412 where nothing in it matches",
        &[
            "conditional::if_match_lets_the_same_etag_and_a_star_through",
            "conditional::if_match_fails_for_another_etag",
        ],
    ),
    (
        "9110 §13.1.2",
        "If-None-Match: `*`, a list, also over several lines, and 304 where something matches",
        &[
            "conditional::the_same_etag_means_unchanged",
            "conditional::one_etag_of_a_list_is_enough",
            "conditional::lists_may_go_over_several_lines",
            "conditional::a_star_matches_whatever_is_there",
            "conditional::another_etag_gets_the_calendar",
            "conditional::broken_etags_get_the_calendar",
            "conditional::an_etag_without_its_quotes_is_no_etag",
        ],
    ),
    (
        "9110 §13.1.3",
        "If-Modified-Since: 304 unless changed since, whatever the clock says",
        &[
            "conditional::the_same_date_means_unchanged",
            "conditional::a_later_date_means_unchanged",
            "conditional::a_date_in_the_future_means_unchanged",
            "conditional::an_earlier_date_gets_the_calendar",
        ],
    ),
    (
        "9110 §13.1.3",
        "If-Modified-Since is ignored beside If-None-Match",
        &[
            "conditional::another_etag_wins_over_the_same_date",
            "conditional::the_same_etag_wins_over_an_earlier_date",
        ],
    ),
    (
        "9110 §13.1.3",
        "If-Modified-Since is ignored when it is no single valid date, or the resource has none",
        &[
            "conditional::an_invalid_date_is_ignored",
            "conditional::two_dates_are_no_date",
            "conditional::a_resource_without_a_date_ignores_dates",
        ],
    ),
    (
        "9110 §5.6.7",
        "dates are read in all three forms",
        &["conditional::the_obsolete_forms_of_dates_are_read"],
    ),
    (
        "9110 §13.1.4",
        "If-Unmodified-Since: 412 when changed since, served when not",
        &[
            "conditional::if_unmodified_since_fails_for_an_earlier_date",
            "conditional::if_unmodified_since_lets_the_same_and_later_dates_through",
        ],
    ),
    (
        "9110 §13.1.4",
        "If-Unmodified-Since is ignored beside If-Match, when invalid, or the resource has no date",
        &[
            "conditional::if_match_wins_over_if_unmodified_since",
            "conditional::an_invalid_date_is_ignored",
            "conditional::a_resource_without_a_date_ignores_dates",
        ],
    ),
    (
        "9110 §13.1.5",
        "If-Range is ignored where ranges are not served",
        &["conditional::if_range_without_ranges_served_means_nothing"],
    ),
    ("9110 §14.2", "Range may be ignored", &["entries::a_range_is_ignored"]),
    (
        "9110 §13.2.1",
        "preconditions are ignored where the answer would be no success anyway",
        &["conditional::preconditions_do_not_touch_other_answers"],
    ),
    (
        "9110 §13.2.1",
        "preconditions are ignored for methods that select no representation",
        &["conditional::other_methods_are_refused_whatever_their_preconditions_say"],
    ),
    (
        "9110 §13.2.2",
        "the order of the steps",
        &[
            "conditional::a_failed_precondition_wins_over_an_unchanged_one",
            "conditional::a_failed_date_wins_over_an_unchanged_etag",
            "conditional::a_precondition_that_holds_leaves_the_others_to_decide",
            "conditional::an_etag_that_matches_an_insisting_one_still_leaves_another_to_be_served",
        ],
    ),
    ("9110 §13.2.2", "HEAD is weighed as GET is", &["conditional::head_is_weighed_as_get_is"]),
    (
        "9110 §15.4.5",
        "304 has no body, and the fields by which a stored answer is chosen and freshened",
        &[
            "conditional::an_unchanged_answer_repeats_the_validators_and_has_no_body",
            "conditional::an_unchanged_index_repeats_vary",
            "caching::a_304_has_every_field_by_which_a_cache_freshens_what_it_has",
        ],
    ),
    (
        "9111 §3.5",
        "credentials do not make an answer private; what is private says so",
        &[
            "caching::credentials_of_others_change_no_answer",
            "languages::a_private_series_has_its_languages_below_its_tokens_alone",
        ],
    ),
    (
        "9111 §4.1",
        "every answer of an address names the request fields that chose it, and none all of them",
        &[
            "caching::each_choice_at_an_address_names_the_same_request_fields",
            "caching::no_answer_varies_by_everything",
            "compression::until_a_coding_is_made_plain_bytes_are_sent_that_caches_keep_apart",
        ],
    ),
    (
        "9111 §4.2",
        "freshness is said, never left to heuristics",
        &["caching::no_cache_has_to_guess_how_long_an_answer_is_fresh"],
    ),
    (
        "9111 §4.3.4",
        "a 304 freshens what is stored by its strong validator",
        &["caching::a_304_has_every_field_by_which_a_cache_freshens_what_it_has"],
    ),
    (
        "9111 §4.3.5",
        "HEAD freshens what is stored: its fields are those of GET",
        &[
            "methods::head_of_a_feed_has_the_headers_of_get",
            "methods::head_of_an_unchanged_feed_has_the_headers_of_get",
        ],
    ),
    (
        "9111 §4.4",
        "a refused method leaves stored answers valid",
        &["caching::a_refused_method_is_no_success_that_would_drop_what_caches_hold"],
    ),
    (
        "9111 §5.1, §5.3",
        "Age is for caches; Expires has nothing to add to max-age",
        &["caching::what_only_caches_may_say_is_not_said"],
    ),
    (
        "9111 §5.2.1, §5.4",
        "what a request asks of caches is not asked of the origin",
        &["caching::what_is_asked_of_caches_changes_no_answer"],
    ),
    (
        "9111 §5.2.2",
        "max-age and public for what is published, no-cache for what depends on the moment",
        &[
            "caching::a_calendar_is_fresh_for_five_minutes_in_any_cache",
            "caching::what_depends_on_the_moment_is_asked_for_every_time",
        ],
    ),
];

/// The tests of a file, as `file::test`.
fn tests_of(file: &str) -> BTreeSet<String> {
    let path = format!("{}/tests/http/{file}.rs", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let heads = text.split("#[test]\nfn ").skip(1);
    heads.map(|head| format!("{file}::{}", head.split_once('(').unwrap().0)).collect()
}

#[test]
fn every_clause_has_its_tests_and_every_test_its_clause() {
    let named: BTreeSet<String> =
        CLAUSES.iter().flat_map(|(_, _, tests)| tests.iter().map(ToString::to_string)).collect();
    let files: BTreeSet<&str> = named.iter().map(|test| test.split_once("::").unwrap().0).collect();
    let there: BTreeSet<String> = files.into_iter().flat_map(tests_of).collect();
    let missing: Vec<_> = named.difference(&there).collect();
    assert!(missing.is_empty(), "no such tests: {missing:?}");
    let of_clauses = ["conditional", "caching"].into_iter().flat_map(tests_of);
    let without: Vec<_> = of_clauses.filter(|test| !named.contains(test)).collect();
    assert!(without.is_empty(), "of no clause: {without:?}");
    assert!(CLAUSES.iter().all(|(_, asked, tests)| !asked.is_empty() && !tests.is_empty()));
}
