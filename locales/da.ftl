### Danish.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = dansk
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Aflyst:
notice = Denne session er aflyst.
calendar_speakers = Talere:
calendar_join = Deltag:
announced_as = annonceret som
calendar_organiser = Arrangeret af
calendar_up_to_date = Opdateret?
online = Online

## What a session says.

when = Hvornår
place = Hvor
join = Deltag
speakers = Talere
organised_by = Arrangeret af
more_information = Flere oplysninger
status = Status
confirmed = bekræftet
tentative = foreløbig
cancelled = aflyst
moved = flyttet
all_day = Hele dagen
time_zone = Tidszone

## State.

session_moved = Denne session er flyttet.
old_time = Gammelt tidspunkt
new_time = Nyt tidspunkt
series_ended = Denne serie er afsluttet.
# Of a series, then of a session.
ended = afsluttet
session_ended = afsluttet
sessions = Sessioner
next_session = Næste session

## Adding and subscribing.

add_to_calendar = Føj til kalender
subscribe_to_all = Abonner på alle sessioner
subscribe = Abonner
stays_up_to_date = holder sig ajour
add_once = Tilføj én gang
copy_of_today = en kopi, som det er i dag
webcal_apps = Outlook (computer), Thunderbird, andre programmer
google_calendar = Google Kalender
apple_calendar = Apple Kalender
other_calendar = Anden kalender (.ics-fil)
copy_address = Kopiér adressen
copied = Kopieret
qr_code = QR-kode
scan_code = Scan koden med en telefon for at åbne siden der.
download_all = Hent alle sessioner som én fil

## Help.

nothing_happens = Hvis der ikke sker noget, så åbn siden i din browser.
open_in_browser = Åbn i browser
google_delay = Der kan gå op til et døgn, før Google viser ændringer.
google_fallback = Hvis Google ikke accepterer linket, så kopiér adressen og tilføj den der under “Fra webadresse”.
on_android = På Android abonnerer du på Google Kalenders websted eller med en app som ICSx5.

## Page layout.

language = Sprog
skip_to_content = Gå til indhold
all_series = Alle serier
my_selection = Mit udvalg
subscribe_to_part = Abonner på en del
choose_sessions = Vælg dine egne arrangementer
show_selection = Vis mit udvalg
tracks = Spor
rooms = Lokaler
calendars = Kalendere
no_series = Der er endnu ikke offentliggjort nogen serie her.
imprint = Juridiske oplysninger
privacy = Privatliv
last_updated = Sidst opdateret

## The reader's copy.

entry_current = Din kalenderpost er opdateret.
entry_outdated = Din kalenderpost er forældet.
changed_since = Hvad der er ændret siden din kopi:
changed_back = Ændringerne er rullet tilbage: Tid, sted og titel er dem, du har.
was = før
now = nu
none = ingen
update_subscribed = Hvis du abonnerer på serien, henter din kalender selv ændringen, inden for en time eller et døgn alt efter kalenderen.
update_added = For at opdatere en post, som du tilføjede fra en fil, skal du slette den og tilføje sessionen igen: Kun få kalendere ændrer en post ved hjælp af en ny fil.

## Fields that changed.

title = Titel
description = Beskrivelse
join_link = Link til deltagelse
reminder = Påmindelse
categories = Kategorier

## Errors.

not_found = Siden blev ikke fundet
not_found_text = Der er ikke offentliggjort noget på denne adresse.
gone = Ikke længere tilgængelig
gone_text = Det, der var offentliggjort på denne adresse, er trukket endeligt tilbage.
unavailable = Midlertidigt utilgængelig
unavailable_text = Det, der er offentliggjort på denne adresse, kan ikke vises lige nu. Prøv igen senere.

## Mail, embedding, feed of changes.

mail_add_session = Føj denne session til din kalender
mail_add_series = Føj alle sessioner til din kalender
open_page = Åbn siden
copy = Kopiér
preview = Forhåndsvisning
mail_kit = Mailpakke
plain_text = Ren tekst
links = Links
mail_draft = Mailkladde (.eml)
embed = Indlejr
what_changed = Ændringer
new_session = Ny session
changed = Ændret

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Arrangeret af { $name }
published_by = Udgivet af { $name }
your_time = Din tid: { $time }
session_of = Session { $number } af { $total }
changes_of = { $title }: ændringer

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } session
   *[other] { $n } sessioner
}
