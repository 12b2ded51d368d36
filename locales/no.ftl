### Norwegian, Bokmål.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = norsk
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Avlyst:
notice = Dette arrangementet er avlyst.
calendar_speakers = Talere:
calendar_join = Delta:
announced_as = kunngjort som
calendar_organiser = Arrangert av
calendar_up_to_date = Oppdatert?
online = På nett

## What a session says.

when = Når
place = Hvor
join = Delta
speakers = Talere
organised_by = Arrangert av
more_information = Mer informasjon
status = Status
confirmed = bekreftet
tentative = foreløpig
cancelled = avlyst
moved = flyttet
all_day = Hele dagen
time_zone = Tidssone

## State.

session_moved = Dette arrangementet er flyttet.
old_time = Gammelt tidspunkt
new_time = Nytt tidspunkt
series_ended = Denne serien er avsluttet.
# Of a series, then of a session.
ended = avsluttet
session_ended = avsluttet
sessions = Arrangementer
next_session = Neste arrangement

## Adding and subscribing.

add_to_calendar = Legg til i kalenderen
subscribe_to_all = Abonner på alle arrangementer
subscribe = Abonner
stays_up_to_date = holder seg oppdatert
add_once = Legg til én gang
copy_of_today = en kopi slik det er i dag
webcal_apps = Outlook (datamaskin), Thunderbird, andre apper
google_calendar = Google Kalender
apple_calendar = Apple Kalender
other_calendar = Annen kalender (.ics-fil)
copy_address = Kopier adressen
copied = Kopiert
qr_code = QR-kode
scan_code = Skann koden med en telefon for å åpne siden der.
download_all = Last ned alle arrangementer som én fil

## Help.

nothing_happens = Hvis ingenting skjer, åpne siden i nettleseren.
open_in_browser = Åpne i nettleseren
google_delay = Det kan ta opptil et døgn før Google viser endringer.
google_fallback = Hvis Google ikke godtar lenken, kopier adressen og legg den til der under «Fra nettadresse».
on_android = På Android abonnerer du på nettstedet til Google Kalender eller med en app som ICSx5.

## Page layout.

language = Språk
skip_to_content = Hopp til innholdet
all_series = Alle serier
my_selection = Mitt utvalg
subscribe_to_part = Abonner på en del
choose_sessions = Velg dine egne arrangementer
show_selection = Vis mitt utvalg
tracks = Temaspor
rooms = Rom
calendars = Kalendere
no_series = Ingen serie er publisert her ennå.
imprint = Juridisk informasjon
privacy = Personvern
last_updated = Sist oppdatert

## The reader's copy.

entry_current = Kalenderoppføringen din er oppdatert.
entry_outdated = Kalenderoppføringen din er utdatert.
changed_since = Hva som er endret siden din kopi:
changed_back = Endringene er trukket tilbake: Tid, sted og tittel er slik du har dem.
was = før
now = nå
none = ingen
update_subscribed = Hvis du abonnerer på serien, henter kalenderen endringen av seg selv, innen en time eller et døgn avhengig av kalenderen.
update_added = For å oppdatere en oppføring du la til fra en fil, slett den og legg til arrangementet på nytt: Få kalendere endrer en oppføring ved hjelp av en ny fil.

## Fields that changed.

title = Tittel
description = Beskrivelse
join_link = Lenke for å delta
reminder = Påminnelse
categories = Kategorier

## Errors.

not_found = Fant ikke siden
not_found_text = Ingenting er publisert på denne adressen.
gone = Ikke lenger tilgjengelig
gone_text = Det som var publisert på denne adressen, er trukket tilbake for godt.
unavailable = Midlertidig utilgjengelig
unavailable_text = Det som er publisert på denne adressen, kan ikke vises akkurat nå. Prøv igjen senere.

## Mail, embedding, feed of changes.

mail_add_session = Legg til arrangementet i kalenderen din
mail_add_series = Legg til alle arrangementer i kalenderen din
open_page = Åpne siden
copy = Kopier
preview = Forhåndsvisning
mail_kit = E-postpakke
plain_text = Ren tekst
links = Lenker
mail_draft = E-postutkast (.eml)
embed = Bygg inn
what_changed = Endringer
new_session = Nytt arrangement
changed = Endret

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Arrangert av { $name }
published_by = Publisert av { $name }
your_time = Din tid: { $time }
session_of = Arrangement { $number } av { $total }
changes_of = { $title }: endringer

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } arrangement
   *[other] { $n } arrangementer
}
