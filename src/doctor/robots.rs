//! Reads robots.txt (RFC 9309): whether a crawler may fetch a path.

/// Maximum number of bytes read (RFC 9309 §2.5).
const MAX_BYTES: usize = 500 * 1024;
/// Maximum length of a pattern.
const MAX_PATTERN: usize = 2_000;

/// The line that forbids a crawler a path, if any. `path` includes the query.
pub(super) fn forbids<'a>(robots: &'a str, crawler: &str, path: &str) -> Option<&'a str> {
    let robots = &robots[..robots.floor_char_boundary(MAX_BYTES)];
    let named = rules(robots, |agent| agent.eq_ignore_ascii_case(crawler));
    let rules = named.or_else(|| rules(robots, |agent| agent == "*"))?;
    // §2.2.2: the longest pattern wins; of equal lengths, an allowing rule.
    let matching = rules.into_iter().filter(|rule| matches(rule.pattern, path));
    let best = matching.max_by_key(|rule| (rule.pattern.len(), rule.allows))?;
    (!best.allows).then_some(best.line)
}

struct RobotsRule<'a> {
    line: &'a str,
    pattern: &'a str,
    allows: bool,
}

/// The rules of all groups for a crawler; `None` if no group names it.
fn rules(robots: &str, is_named: impl Fn(&str) -> bool) -> Option<Vec<RobotsRule<'_>>> {
    let (mut found, mut applies, mut in_head) = (None, false, false);
    for line in robots.lines().map(|line| line.trim_start_matches('\u{FEFF}').trim()) {
        let rule = line.split('#').next().unwrap_or(line);
        let Some((key, value)) = rule.split_once(':') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        match key.as_str() {
            "user-agent" => {
                applies = is_named(value) || (in_head && applies);
                in_head = true;
                if applies {
                    found.get_or_insert_with(Vec::new);
                }
            }
            "allow" | "disallow" => {
                in_head = false;
                let rules = found.as_mut().filter(|_| applies && !value.is_empty());
                if let Some(rules) = rules.filter(|_| value.len() <= MAX_PATTERN) {
                    rules.push(RobotsRule { line, pattern: value, allows: key == "allow" });
                }
            }
            _ => {}
        }
    }
    found
}

/// §2.2.3: `*` matches anything, `$` the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(before) = last.replace(part) {
            let Some(at) = rest.find(before) else { return false };
            rest = &rest[at + before.len()..];
        }
    }
    match last {
        None => !to_end || rest.is_empty(),
        Some(part) if to_end => rest.ends_with(part),
        Some(part) => rest.contains(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_of_the_group_that_names_the_crawler_wins() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: GoogleBot\n\
                      Disallow: /private # closed\nAllow: /private/open\nDisallow: /*.ics$\n";
        let forbidden = |path: &str| forbids(robots, "Googlebot", path);
        assert_eq!(forbidden("/a.html"), None);
        assert_eq!(forbidden("/a.ics"), Some("Disallow: /*.ics$"));
        assert_eq!(forbidden("/a.ics?x=1"), None);
        assert_eq!(forbidden("/private/x"), Some("Disallow: /private # closed"));
        assert_eq!(forbidden("/private/open/x"), None);
        assert_eq!(forbids(robots, "bing", "/a.html"), Some("Disallow: /"));
        assert_eq!(forbids("Disallow: /", "bing", "/"), None);
        assert_eq!(forbids("User-agent: *\nDisallow:", "bing", "/"), None);
    }

    #[test]
    fn stars_stand_for_anything_and_dollars_for_the_end() {
        for (pattern, path, fits) in [
            ("/", "/x", true),
            ("/x$", "/xy", false),
            ("/*/b*c", "/a/bbc", true),
            ("/*/b*c$", "/a/bbcd", false),
            ("/a*a$", "/a", false),
            ("*", "/", true),
        ] {
            assert_eq!(matches(pattern, path), fits, "{pattern} {path}");
        }
    }
}
