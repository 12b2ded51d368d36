### German.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = Deutsch
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Abgesagt:
notice = Dieser Termin ist abgesagt.
calendar_speakers = Mitwirkende:
calendar_join = Teilnehmen:
announced_as = angekündigt als
calendar_organiser = Veranstaltet von
calendar_up_to_date = Noch aktuell?
online = Online

## What a session says.

when = Wann
place = Wo
join = Teilnehmen
speakers = Mitwirkende
organised_by = Veranstaltet von
more_information = Weitere Informationen
status = Status
confirmed = bestätigt
tentative = vorläufig
cancelled = abgesagt
moved = verschoben
all_day = Ganztägig
time_zone = Zeitzone

## State.

session_moved = Dieser Termin wurde verschoben.
old_time = Alte Zeit
new_time = Neue Zeit
series_ended = Diese Reihe ist beendet.
# Of a series, then of a session.
ended = beendet
session_ended = beendet
sessions = Termine
next_session = Nächster Termin

## Adding and subscribing.

add_to_calendar = In den Kalender eintragen
subscribe_to_all = Alle Termine abonnieren
subscribe = Abonnieren
stays_up_to_date = bleibt aktuell
add_once = Einmal eintragen
copy_of_today = eine Kopie des heutigen Stands
webcal_apps = Outlook (Desktop), Thunderbird, andere Programme
google_calendar = Google Kalender
apple_calendar = Apple Kalender
other_calendar = Anderer Kalender (.ics-Datei)
copy_address = Adresse kopieren
copied = Kopiert
qr_code = QR-Code
scan_code = Den Code mit dem Smartphone scannen, um diese Seite dort zu öffnen.
download_all = Alle Termine als eine Datei herunterladen

## Help.

nothing_happens = Falls nichts geschieht, öffnen Sie diese Seite in Ihrem Browser.
open_in_browser = Im Browser öffnen
google_delay = Bei Google kann es bis zu einem Tag dauern, bis Änderungen erscheinen.
google_fallback = Falls Google den Link nicht annimmt, kopieren Sie die Adresse und fügen Sie sie dort unter „Per URL“ hinzu.
on_android = Unter Android abonnieren Sie auf der Website von Google Kalender oder mit einer App wie ICSx5.

## Page layout.

language = Sprache
skip_to_content = Zum Inhalt springen
all_series = Alle Reihen
my_selection = Meine Auswahl
subscribe_to_part = Einen Teil abonnieren
choose_sessions = Eigene Termine auswählen
show_selection = Meine Auswahl zeigen
tracks = Themenreihen
rooms = Räume
calendars = Kalender
no_series = Hier ist noch keine Reihe veröffentlicht.
imprint = Impressum
privacy = Datenschutz
last_updated = Zuletzt aktualisiert

## The reader's copy.

entry_current = Ihr Kalendereintrag ist aktuell.
entry_outdated = Ihr Kalendereintrag ist veraltet.
changed_since = Was sich seit Ihrer Kopie geändert hat:
changed_back = Die Änderungen wurden zurückgenommen: Zeit, Ort und Titel sind so, wie Sie sie haben.
was = vorher
now = jetzt
none = nichts
update_subscribed = Wenn Sie die Reihe abonniert haben, holt Ihr Kalender die Änderung von selbst, je nach Kalender binnen einer Stunde oder eines Tages.
update_added = Um einen aus einer Datei übernommenen Eintrag zu aktualisieren, löschen Sie ihn und fügen Sie den Termin erneut hinzu: Nur wenige Kalender ändern einen Eintrag durch eine zweite Datei.

## Fields that changed.

title = Titel
description = Beschreibung
join_link = Teilnahmelink
reminder = Erinnerung
categories = Kategorien

## Errors.

not_found = Seite nicht gefunden
not_found_text = Unter dieser Adresse ist nichts veröffentlicht.
gone = Nicht mehr verfügbar
gone_text = Was unter dieser Adresse veröffentlicht war, wurde endgültig zurückgezogen.
unavailable = Vorübergehend nicht verfügbar
unavailable_text = Was unter dieser Adresse veröffentlicht ist, kann gerade nicht angezeigt werden. Bitte versuchen Sie es später erneut.

## Mail, embedding, feed of changes.

mail_add_session = Diesen Termin in den Kalender eintragen
mail_add_series = Alle Termine in den Kalender eintragen
open_page = Seite öffnen
copy = Kopieren
preview = Vorschau
mail_kit = Mail-Baukasten
plain_text = Nur Text
links = Links
mail_draft = E-Mail-Entwurf (.eml)
embed = Einbetten
what_changed = Änderungen
new_session = Neuer Termin
changed = Geändert

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Veranstaltet von { $name }
published_by = Veröffentlicht von { $name }
your_time = Ihre Zeit: { $time }
session_of = Termin { $number } von { $total }
changes_of = { $title }: Änderungen

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } Termin
   *[other] { $n } Termine
}
