### Dutch.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = Nederlands
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Geannuleerd:
notice = Deze sessie gaat niet door.
calendar_speakers = Sprekers:
calendar_join = Deelnemen:
announced_as = aangekondigd als
calendar_organiser = Georganiseerd door
calendar_up_to_date = Nog actueel?
online = Online

## What a session says.

when = Wanneer
place = Waar
join = Deelnemen
speakers = Sprekers
organised_by = Georganiseerd door
more_information = Meer informatie
status = Status
confirmed = bevestigd
tentative = voorlopig
cancelled = geannuleerd
moved = verplaatst
all_day = Hele dag
time_zone = Tijdzone

## State.

session_moved = Deze sessie is verplaatst.
old_time = Oude tijd
new_time = Nieuwe tijd
series_ended = Deze reeks is afgelopen.
# Of a series, then of a session.
ended = afgelopen
session_ended = afgelopen
sessions = Sessies
next_session = Volgende sessie

## Adding and subscribing.

add_to_calendar = Toevoegen aan agenda
subscribe_to_all = Op alle sessies abonneren
subscribe = Abonneren
stays_up_to_date = blijft actueel
add_once = Eenmalig toevoegen
copy_of_today = een kopie zoals het nu is
webcal_apps = Outlook (desktop), Thunderbird, andere apps
google_calendar = Google Agenda
apple_calendar = Apple Agenda
other_calendar = Andere agenda (.ics-bestand)
copy_address = Adres kopiëren
copied = Gekopieerd
qr_code = QR-code
scan_code = Scan de code met een telefoon om deze pagina daar te openen.
download_all = Alle sessies als één bestand downloaden

## Help.

nothing_happens = Gebeurt er niets? Open deze pagina dan in uw browser.
open_in_browser = Openen in browser
google_delay = Het kan tot een dag duren voordat Google wijzigingen toont.
google_fallback = Accepteert Google de link niet, kopieer dan het adres en voeg het daar toe onder ‘Via URL’.
on_android = Op Android abonneert u zich op de website van Google Agenda of met een app als ICSx5.

## Page layout.

language = Taal
skip_to_content = Naar de inhoud
all_series = Alle reeksen
my_selection = Mijn selectie
subscribe_to_part = Op een deel abonneren
choose_sessions = Kies uw eigen sessies
show_selection = Mijn selectie tonen
tracks = Thema’s
rooms = Zalen
calendars = Agenda’s
no_series = Hier is nog geen reeks gepubliceerd.
imprint = Colofon
privacy = Privacy
last_updated = Laatst bijgewerkt

## The reader's copy.

entry_current = Uw agenda-item is actueel.
entry_outdated = Uw agenda-item is verouderd.
changed_since = Wat er sinds uw kopie is gewijzigd:
changed_back = De wijzigingen zijn teruggedraaid: tijd, plaats en titel zijn zoals u ze hebt.
was = was
now = nu
none = geen
update_subscribed = Als u op de reeks bent geabonneerd, haalt uw agenda de wijziging vanzelf op, binnen een uur of een dag, afhankelijk van de agenda.
update_added = Om een item bij te werken dat u uit een bestand hebt toegevoegd, verwijdert u het en voegt u de sessie opnieuw toe: weinig agenda’s wijzigen een item door een tweede bestand.

## Fields that changed.

title = Titel
description = Beschrijving
join_link = Link om deel te nemen
reminder = Herinnering
categories = Categorieën

## Errors.

not_found = Pagina niet gevonden
not_found_text = Op dit adres is niets gepubliceerd.
gone = Niet meer beschikbaar
gone_text = Wat op dit adres was gepubliceerd, is definitief ingetrokken.
unavailable = Tijdelijk niet beschikbaar
unavailable_text = Wat op dit adres is gepubliceerd, kan nu niet worden getoond. Probeer het later opnieuw.

## Mail, embedding, feed of changes.

mail_add_session = Deze sessie aan uw agenda toevoegen
mail_add_series = Alle sessies aan uw agenda toevoegen
open_page = Pagina openen
copy = Kopiëren
preview = Voorbeeld
mail_kit = Mailpakket
plain_text = Platte tekst
links = Links
mail_draft = E-mailconcept (.eml)
embed = Insluiten
what_changed = Wijzigingen
new_session = Nieuwe sessie
changed = Gewijzigd

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Georganiseerd door { $name }
published_by = Gepubliceerd door { $name }
your_time = Uw tijd: { $time }
session_of = Sessie { $number } van { $total }
changes_of = { $title }: wijzigingen

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sessie
   *[other] { $n } sessies
}
