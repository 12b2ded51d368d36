//! Definitions and records in a git repository: branches that both published, and what a revision
//! had.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use jiff::Timestamp;
use kalends::publish::{Records, Settings, publish};
use tempfile::TempDir;

const KALENDS: &str = env!("CARGO_BIN_EXE_kalends");
const FIRST: &str = "2026-03-01T10:00:00Z";
const OURS: &str = "2026-03-02T10:00:00Z";
const THEIRS: &str = "2026-03-03T10:00:00Z";

/// A repository with one series of three sessions, published and committed on `main`.
struct Repository(TempDir);

impl Repository {
    /// `None`, with the reason printed, if git is missing.
    #[allow(clippy::print_stdout, reason = "why a test is skipped is printed")]
    fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            println!("skipped: the command `git` is not installed");
            return None;
        }
        let repository = Self(tempfile::tempdir().unwrap());
        fs::create_dir(repository.path().join("schedules")).unwrap();
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        fs::write(repository.path().join(".gitattributes"), "schedules/*.lock merge=kalends\n")
            .unwrap();
        repository.git(&["config", "merge.kalends.driver", &repository.driver()]);
        let sessions: String = (1..=3).map(session).collect();
        let head = "title = \"Talks\"\nauthority = \"kalends.example.net\"\n\
            timezone = \"Europe/Brussels\"\nduration = \"1h\"\n";
        repository.write("talks.toml", &format!("{head}{sessions}"));
        repository.publish(FIRST);
        repository.commit("first");
        Some(repository)
    }

    fn driver(&self) -> String {
        format!("'{KALENDS}' merge %O %A %B %P")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        #[allow(clippy::disallowed_methods, reason = "`git` is found by it")]
        let path = std::env::var_os("PATH").unwrap_or_default();
        Command::new(program)
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
            .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
            .output()
            .unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.run("git", arguments);
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn kalends(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.run(KALENDS, arguments);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join("schedules").join(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join("schedules").join(name), text).unwrap();
    }

    fn edit(&self, from: &str, to: &str) {
        let text = self.read("talks.toml");
        assert!(text.contains(from), "{from} is not in:\n{text}");
        self.write("talks.toml", &text.replacen(from, to, 1));
    }

    fn publish(&self, now: &str) {
        let settings = Settings::new(vec![self.path().join("schedules")], Records::Write);
        let now: Timestamp = now.parse().unwrap();
        let published = publish(&settings, now).unwrap();
        assert!(!published.has_errors(), "{:?}", published.findings);
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Edits, publishes and commits on a branch of its own.
    fn branch(&self, name: &str, now: &str, edits: &[(&str, &str)]) {
        self.git(&["checkout", "--quiet", "-b", name, "main"]);
        for (from, to) in edits {
            self.edit(from, to);
        }
        self.publish(now);
        self.commit(name);
    }

    /// SEQUENCE of the sessions, as subscribers get it.
    fn sequences(&self) -> Vec<(String, String)> {
        let (code, text, told) = self.kalends(&["render", "talks"]);
        assert_eq!(code, 0, "{told}");
        let lines: Vec<&str> = text.lines().collect();
        let value = |key: &str| -> Vec<String> {
            let values = lines.iter().filter_map(|line| line.strip_prefix(key));
            values.map(str::to_owned).collect()
        };
        value("SUMMARY:").into_iter().zip(value("SEQUENCE:")).collect()
    }

    fn since(&self, revision: &str) -> (i32, String) {
        let (code, out, told) = self.kalends(&["check", "--since", revision]);
        (code, format!("{out}{told}"))
    }
}

fn session(number: u8) -> String {
    format!(
        "\n[[session]]\nid = \"day-{number}\"\ntitle = \"Day {number}\"\n\
         description = \"What happens.\"\nlocation = \"Hall {number}\"\n\
         start = 2031-05-0{number}T10:00:00\n"
    )
}

fn expected(sequences: [(&str, &str); 3]) -> Vec<(String, String)> {
    sequences.map(|(title, sequence)| (title.to_owned(), sequence.to_owned())).to_vec()
}

#[test]
fn two_branches_that_both_published_are_merged_without_a_conflict() {
    let Some(repository) = Repository::new() else { return };
    repository.branch("ours", OURS, &[("05-01T10", "05-01T11"), ("05-03T10", "05-03T12")]);
    repository.branch("theirs", THEIRS, &[("\"Day 1\"", "\"Prelude\""), ("05-02T10", "05-02T15")]);
    repository.git(&["checkout", "--quiet", "ours"]);
    repository.git(&["merge", "--quiet", "--no-edit", "theirs"]);
    // Of the first session both have a revision 1; of the others one side has.
    assert!(repository.read("talks.lock").contains("sequence = 2\n"));
    for branch in ["main", "ours", "theirs"] {
        let (code, told) = repository.since(branch);
        assert_eq!(code, 0, "{branch}: {told}");
    }
    let (code, changed, told) = repository.kalends(&["publish"]);
    assert_eq!((code, &*changed), (0, "talks/day-1: changed, SEQUENCE 3\n"), "{told}");
    let sequences = [("Prelude", "3"), ("Day 2", "1"), ("Day 3", "1")];
    assert_eq!(repository.sequences(), expected(sequences));
}

#[test]
fn without_the_driver_the_same_branches_conflict_and_the_finding_says_what_helps() {
    let Some(repository) = Repository::new() else { return };
    repository.branch("ours", OURS, &[("05-01T10", "05-01T11")]);
    repository.branch("theirs", THEIRS, &[("05-02T10", "05-02T15")]);
    repository.git(&["config", "--unset", "merge.kalends.driver"]);
    let merge = repository.run("git", &["merge", "--no-edit", "ours"]);
    assert!(!merge.status.success());
    let (code, told, _) = repository.kalends(&["check"]);
    assert!(code == 1 && told.contains("K301") && told.contains("kalends merge"), "{told}");
    repository.git(&["config", "merge.kalends.driver", &repository.driver()]);
    repository.git(&["checkout", "--merge", "schedules/talks.lock"]);
    let (code, told, _) = repository.kalends(&["check", "--locked"]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn what_cannot_be_united_stays_a_conflict() {
    let Some(repository) = Repository::new() else { return };
    repository.branch("ours", OURS, &[("05-01T10", "05-01T11")]);
    let ours = repository.read("talks.lock");
    repository.branch("theirs", THEIRS, &[("05-02T10", "05-02T15")]);
    repository.write("talks.lock", repository.read("talks.lock").trim_end_matches("[end]\n"));
    repository.commit("cut short");
    repository.git(&["checkout", "--quiet", "ours"]);
    let merge = repository.run("git", &["merge", "--no-edit", "theirs"]);
    assert_eq!(merge.status.code(), Some(1), "{merge:?}");
    let told = String::from_utf8(merge.stderr).unwrap();
    assert!(told.contains("K302") && told.contains("schedules/talks.lock (theirs)"), "{told}");
    assert_eq!(
        repository.git(&["diff", "--name-only", "--diff-filter=U"]),
        "schedules/talks.lock\n"
    );
    assert_eq!(repository.read("talks.lock"), ours);
}

#[test]
fn a_series_that_both_branches_added_is_merged_without_an_ancestor() {
    let Some(repository) = Repository::new() else { return };
    let text = repository.read("talks.toml");
    for (branch, now) in [("ours", OURS), ("theirs", THEIRS)] {
        repository.git(&["checkout", "--quiet", "-b", branch, "main"]);
        repository.write("walks.toml", &text);
        repository.publish(now);
        repository.commit(branch);
    }
    repository.git(&["merge", "--quiet", "--no-edit", "ours"]);
    let record = repository.read("walks.lock");
    assert!(
        record.contains(&format!("created = {OURS}\n")) && !record.contains(THEIRS),
        "{record}"
    );
    assert_eq!(repository.since("ours").0, 0);
    assert_eq!(repository.since("theirs").0, 0);
}

#[test]
fn check_since_finds_a_record_that_went_back() {
    let Some(repository) = Repository::new() else { return };
    repository.branch("next", OURS, &[("05-01T10", "05-01T11")]);
    repository.write("talks.toml", &format!("{}{}", repository.read("talks.toml"), session(4)));
    repository.publish(THEIRS);
    repository.commit("a fourth");
    assert_eq!(repository.since("HEAD").0, 0);
    assert_eq!(repository.since("main").0, 0);
    repository.git(&["checkout", "main", "--", "schedules/talks.lock"]);
    let (code, told) = repository.since("next");
    assert_eq!(code, 1, "{told}");
    for expected in [
        "error[K361]: session `day-1`: SEQUENCE is 0 and was 1 in `next`",
        " | id = \"day-1\"\n",
        "error[K362]: session `day-4` is missing, and was in the record in `next`",
    ] {
        assert!(told.contains(expected), "{expected} is not in {told}");
    }
    let (code, json, _) = repository.kalends(&[
        "check",
        "--format",
        "json",
        "--since",
        "next",
        "schedules/talks.toml",
    ]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    let codes: Vec<_> = findings.map(|finding| finding["code"].as_str().unwrap()).collect();
    assert_eq!((code, codes), (1, vec!["K362", "K361"]));
}

#[test]
fn check_since_finds_a_record_that_was_started_again_or_is_gone() {
    let Some(repository) = Repository::new() else { return };
    let record = repository.path().join("schedules/talks.lock");
    fs::remove_file(&record).unwrap();
    let (code, told) = repository.since("HEAD");
    let missing = "error[K364]: the record of series `talks` is missing, but exists in `HEAD`";
    assert!(code == 1 && told.contains(missing), "{told}");
    repository.publish(OURS);
    let (code, told) = repository.since("HEAD");
    let again = "error[K364]: `created` of series `talks` was 2026-03-01T10:00:00Z in `HEAD`";
    assert!(code == 1 && told.contains(again), "{told}");
    fs::remove_file(&record).unwrap();
    repository.edit("kalends.example.net", "kalends.example.com");
    repository.publish(FIRST);
    let (code, told) = repository.since("HEAD");
    assert!(code == 1 && told.contains("error[K363]: session `day-1`: the UID is `"), "{told}");
}

#[test]
fn check_since_says_what_keeps_it_from_comparing() {
    let Some(repository) = Repository::new() else { return };
    let whole = repository.read("talks.lock");
    repository.write("talks.lock", &whole.replace("sequence = 0", "sequence = none"));
    repository.commit("damaged");
    repository.write("talks.lock", &whole);
    let (code, told) = repository.since("HEAD");
    let damaged = "error[K365]: the record in `HEAD` cannot be read";
    assert!(code == 1 && told.contains(damaged), "{told}");
    for revision in ["no-such-branch", "--help", ""] {
        let (code, _, told) = repository.kalends(&["check", &format!("--since={revision}")]);
        assert_eq!(code, 2, "{told}");
        assert!(told.contains(&format!("git cannot find revision `{revision}`")), "{told}");
    }
    fs::rename(repository.path().join(".git"), repository.path().join("elsewhere")).unwrap();
    let (code, _, told) = repository.kalends(&["check", "--since", "HEAD"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("git cannot compare `schedules`: not a git repository"), "{told}");
}
