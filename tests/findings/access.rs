//! Findings about `access`: K025, and values that are not hashes. No line of the file is shown, as it may
//! contain a token.

use insta::assert_snapshot as pinned;

use crate::findings::{GOOD, found, of_series, of_session};

const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn access(name: &str, hash: &str) -> String {
    format!("\n[[access]]\nname = \"{name}\"\ntoken_sha256 = \"{hash}\"\n")
}

#[test]
fn accesses_need_a_name_and_a_hash_each() {
    assert_eq!(found(&of_session(&access("board", HASH))), "");
    assert_eq!(found(&of_series("access = \"everyone\"")), "");
    assert_eq!(found(&of_series("access = []")), "");
    pinned!(found(&of_session("\n[[access]]\n")), @r#"
    error[K011]: access 1: `name` is missing
    --> schedules/talks.toml:11:1
     = help: add `name = "…"`: the person or group that has the token; not published

    error[K011]: access 1: `token_sha256` is missing
    --> schedules/talks.toml:11:1
     = help: add `token_sha256 = "9f86d081…"`: hash of the token, as `kalends token` prints it

    2 errors
    "#);
}

#[test]
fn a_token_in_place_of_its_hash_is_not_repeated() {
    let token = "abcdefghijklmnopqrstuvwxyz234567";
    pinned!(found(&of_session(&access("board", token))), @r#"
    error[K023]: access `board`: `token_sha256` is not 64 hexadecimal digits
    --> schedules/talks.toml:13:16
     = note: it may be a token itself: anyone who can read this file or its history could use it
     = help: run `kalends token NAME`, paste the lines it prints, and hand out the token

    1 error
    "#);
    pinned!(found(&of_session(&access("board", "too short"))), @r#"
    error[K023]: access `board`: `token_sha256` is not 64 hexadecimal digits
    --> schedules/talks.toml:13:16
     = help: run `kalends token NAME`, paste the lines it prints, and hand out the token

    1 error
    "#);
}

#[test]
fn two_accesses_with_one_name_or_one_token_are_refused() {
    let again = HASH.to_uppercase();
    let text = [GOOD, &access("board", HASH), &access("press", &again), &access("board", &again)];
    let other = HASH.replace('9', "1");
    let text = text.concat() + &access("board", &other);
    pinned!(found(&text), @r#"
    error[K025]: access `press`: that token has another name already
    --> schedules/talks.toml:15:1
     = help: give each person or group a token of their own: `kalends token NAME`

    error[K025]: access `board`: that name occurs twice
    --> schedules/talks.toml:19:1
     = help: give each person or group a token of their own: `kalends token NAME`

    error[K025]: access `board`: that name occurs twice
    --> schedules/talks.toml:23:1
     = help: give each person or group a token of their own: `kalends token NAME`

    3 errors
    "#);
}

#[test]
fn another_type_than_a_list_is_refused() {
    pinned!(found(&of_series("access = \"nobody\"")), @r#"
    error[K023]: `access` is neither "everyone" nor a list of tables
    --> schedules/talks.toml:3:10
     = help: run `kalends token NAME` and paste the lines it prints

    1 error
    "#);
}

#[test]
fn a_series_may_not_be_called_as_private_addresses_begin() {
    pinned!(found(&of_series("id = \"private\"")), @r#"
    error[K014]: `id` `private` is reserved for an address of the service
     --> schedules/talks.toml:3:6
      |
    3 | id = "private"
      |      ^^^^^^^^^
      |
      = help: choose another, such as `private-2027`

    1 error
    "#);
}
