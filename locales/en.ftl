### English, as in Britain.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = English
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Cancelled:
notice = This session is cancelled.
calendar_speakers = Speakers:
calendar_join = Join:
announced_as = announced as
calendar_organiser = Organised by
calendar_up_to_date = Up to date?
online = Online

## What a session says.

when = When
place = Where
join = Join
speakers = Speakers
organised_by = Organised by
more_information = More information
status = Status
confirmed = confirmed
tentative = tentative
cancelled = cancelled
moved = moved
all_day = All day
time_zone = Time zone

## State.

session_moved = This session has moved.
old_time = Old time
new_time = New time
series_ended = This series has ended.
# Of a series, then of a session.
ended = ended
session_ended = ended
sessions = Sessions
next_session = Next session

## Adding and subscribing.

add_to_calendar = Add to calendar
subscribe_to_all = Subscribe to all sessions
subscribe = Subscribe
stays_up_to_date = stays up to date
add_once = Add once
copy_of_today = a copy as it is today
webcal_apps = Outlook (desktop), Thunderbird, other apps
google_calendar = Google Calendar
apple_calendar = Apple Calendar
other_calendar = Other calendar (.ics file)
copy_address = Copy the address
copied = Copied
qr_code = QR code
scan_code = Scan the code with a phone to open this page there.
download_all = Download all sessions as one file

## Help.

nothing_happens = If nothing happens, open this page in your browser.
open_in_browser = Open in browser
google_delay = Google may take up to a day to show changes.
google_fallback = If Google does not accept the link, copy the address and add it there under “From URL”.
on_android = On Android, subscribe on the Google Calendar website or with an app such as ICSx5.

## Page layout.

language = Language
skip_to_content = Skip to content
all_series = All series
my_selection = My selection
subscribe_to_part = Subscribe to a part
choose_sessions = Choose your own sessions
show_selection = Show my selection
tracks = Tracks
rooms = Rooms
calendars = Calendars
no_series = No series is published here yet.
imprint = Legal notice
privacy = Privacy
last_updated = Last updated

## The reader's copy.

entry_current = Your calendar entry is up to date.
entry_outdated = Your calendar entry is out of date.
changed_since = Changes since your copy:
changed_back = The changes were reversed: time, place and title are the same as in your copy.
was = was
now = now
none = none
update_subscribed = If you subscribed to the series, your calendar fetches the change by itself, within an hour or a day depending on the calendar.
update_added = To update an entry that you added from a file, delete it and add the session again: few calendars change an entry by a second file.

## Fields that changed.

title = Title
description = Description
join_link = Link to join
reminder = Reminder
categories = Categories

## Errors.

not_found = Page not found
not_found_text = Nothing is published at this address.
gone = No longer available
gone_text = This page has been withdrawn for good.
unavailable = Temporarily unavailable
unavailable_text = This page is temporarily unavailable. Please try again later.

## Mail, embedding, feed of changes.

mail_add_session = Add this session to your calendar
mail_add_series = Add all sessions to your calendar
open_page = Open the page
copy = Copy
preview = Preview
mail_kit = Mail kit
plain_text = Plain text
links = Links
mail_draft = Mail draft (.eml)
embed = Embed
what_changed = Changes
new_session = New session
changed = Changed

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organised by { $name }
published_by = Published by { $name }
your_time = Your time: { $time }
session_of = Session { $number } of { $total }
changes_of = { $title }: changes

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } session
   *[other] { $n } sessions
}
