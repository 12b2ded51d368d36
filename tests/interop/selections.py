"""Parts of series and selections of sessions: every reader reads them as it reads the series, and every entry has the bytes that it has in
the feed of the series, so that a calendar with both shows no session in two states.
"""

import re

# The most sessions of one selection.
MOST = 100


def selections_of(names):
    """Sessions chosen by a reader: one, two neighbours, the first and last, and as many as are allowed; each sorted."""
    names = sorted(names)
    chosen = [names[:1], names[:2], [names[0], names[-1]], names[:MOST]]
    return sorted({"_".join(sorted(set(these))) for these in chosen})


def includes(selection, name):
    """Whether a session is in a selection; identifiers have no underscore."""
    return name in selection.split("_")


def blocks_of(calendar):
    return re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", calendar, re.S)


def judge_selection(calendar, feed, uids):
    """What differs from the feed, in words."""
    uid_of = lambda block: re.search(rb"^UID:(.*)\r$", block, re.M)[1].decode()
    wanted = [block for block in blocks_of(feed) if uid_of(block) in uids]
    found = blocks_of(calendar)
    if len(wanted) != len(uids):
        return [f"the feed has {len(wanted)} of {len(uids)} entries"]
    if found == wanted:
        return []
    return [f"{len(set(wanted) - set(found))} of {len(wanted)} entries have other bytes, {len(found)} in all"]


def self_test(calendar, feed, uids):
    """Altered selections must be noticed."""
    altered = {
        "a letter": calendar.replace(b"SUMMARY:", b"SUMMARY:x", 1),
        "a number": calendar.replace(b"SEQUENCE:", b"SEQUENCE:1", 1),
        "a missing entry": calendar.replace(blocks_of(calendar)[0], b"", 1),
        "an entry twice": calendar.replace(blocks_of(calendar)[0], blocks_of(calendar)[0] * 2, 1),
    }
    return [f"selections: nothing notices {what}" for what, text in altered.items() if not judge_selection(text, feed, uids)]


def judge_selections(served, meant, keep, failed):
    """Fetches the selections of every series for the readers; returns the number of entries compared."""
    count = 0
    for series, entries in meant.items():
        feed = served.get(f"/{series}.ics")
        for selection in selections_of(entry["name"] for entry in entries.values()):
            path = f"/{series}/select/{selection}.ics"
            calendar = keep(path, series, selection)
            uids = {uid for uid, entry in entries.items() if includes(selection, entry["name"])}
            failed += [f"{path[:80]}: {one}" for one in judge_selection(calendar, feed, uids)]
            if series == "lives":
                failed += self_test(calendar, feed, uids)
            count += len(uids)
    return count


def judge_parts(served, meant, parts, keep, failed):
    """Fetches the part feeds for the readers. `parts`: by series, the names of the sessions of each part. Returns the number
    of entries compared.
    """
    count = 0
    for series, members in parts.items():
        feed = served.get(f"/{series}.ics")
        for part, names in members.items():
            path = f"/{series}/{part}.ics"
            calendar = keep(path, series, "_".join(sorted(names)))
            uids = {uid for uid, entry in meant[series].items() if entry["name"] in names}
            # The entries of a variant have an alarm more.
            alarms = len(re.findall(rb"BEGIN:VALARM", calendar))
            if alarms != (len(names) if part.startswith("variant/") else 0):
                failed.append(f"{path}: {alarms} alarms")
            plain = re.sub(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", b"", calendar, flags=re.S)
            failed += [f"{path}: {one}" for one in judge_selection(plain, feed, uids)]
            count += len(uids)
    return count


def judge_umbrella(served, umbrella, members, failed):
    """The entries of an umbrella are those of its series, byte by byte; returns their number."""
    found = blocks_of(served.get(f"/{umbrella}.ics"))
    wanted = [block for series in members for block in blocks_of(served.get(f"/{series}.ics"))]
    if sorted(found) != sorted(wanted):
        failed.append(f"/{umbrella}.ics: {len(set(wanted) - set(found))} of {len(wanted)} entries have other bytes")
    return len(wanted)
