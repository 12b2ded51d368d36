### Slovenian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = slovenščina
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Odpovedano:
notice = To srečanje je odpovedano.
calendar_speakers = Govorniki:
calendar_join = Pridružite se:
announced_as = najavljeno kot
calendar_organiser = Organizator:
calendar_up_to_date = Je to še aktualno?
online = Na spletu

## What a session says.

when = Kdaj
place = Kje
join = Pridružite se
speakers = Govorniki
organised_by = Organizator
more_information = Več informacij
status = Stanje
confirmed = potrjeno
tentative = predvideno
cancelled = odpovedano
moved = prestavljeno
all_day = Ves dan
time_zone = Časovni pas

## State.

session_moved = To srečanje je prestavljeno.
old_time = Prejšnji čas
new_time = Novi čas
series_ended = Ta niz srečanj se je končal.
# Of a series, then of a session.
ended = končan
session_ended = končano
sessions = Srečanja
next_session = Naslednje srečanje

## Adding and subscribing.

add_to_calendar = Dodaj v koledar
subscribe_to_all = Naročite se na vsa srečanja
subscribe = Naročite se
stays_up_to_date = vedno posodobljeno
add_once = Dodaj enkrat
copy_of_today = kopija današnjega stanja
webcal_apps = Outlook (namizni), Thunderbird, druge aplikacije
google_calendar = Google Koledar
apple_calendar = Apple Koledar
other_calendar = Drug koledar (datoteka .ics)
copy_address = Kopiraj naslov
copied = Kopirano
qr_code = Koda QR
scan_code = Skenirajte kodo s telefonom, da to stran odprete na njem.
download_all = Prenesi vsa srečanja v eni datoteki

## Help.

nothing_happens = Če se nič ne zgodi, odprite to stran v brskalniku.
open_in_browser = Odpri v brskalniku
google_delay = Lahko traja do en dan, da Google prikaže spremembe.
google_fallback = Če Google povezave ne sprejme, kopirajte naslov in ga tam dodajte pod »Iz URL-ja«.
on_android = V sistemu Android se naročite na spletnem mestu Google Koledar ali z aplikacijo, kot je ICSx5.

## Page layout.

language = Jezik
skip_to_content = Skoči na vsebino
all_series = Vsi nizi srečanj
my_selection = Moj izbor
subscribe_to_part = Naročite se na del
choose_sessions = Izberite svoje termine
show_selection = Prikaži moj izbor
tracks = Tematski sklopi
rooms = Dvorane
calendars = Koledarji
no_series = Tu še ni objavljen noben niz srečanj.
imprint = Pravno obvestilo
privacy = Zasebnost
last_updated = Zadnja posodobitev

## The reader's copy.

entry_current = Vaš vnos v koledarju je aktualen.
entry_outdated = Vaš vnos v koledarju je zastarel.
changed_since = Kaj se je spremenilo od vaše kopije:
changed_back = Spremembe so bile razveljavljene: čas, kraj in naslov so takšni, kot jih imate.
was = prej
now = zdaj
none = nič
update_subscribed = Če ste naročeni na niz srečanj, vaš koledar spremembo prevzame sam, odvisno od koledarja v eni uri ali enem dnevu.
update_added = Če želite posodobiti vnos, ki ste ga dodali iz datoteke, ga izbrišite in srečanje dodajte znova: le redki koledarji vnos spremenijo z drugo datoteko.

## Fields that changed.

title = Naslov
description = Opis
join_link = Povezava za udeležbo
reminder = Opomnik
categories = Kategorije

## Errors.

not_found = Strani ni mogoče najti
not_found_text = Na tem naslovu ni nič objavljeno.
gone = Ni več na voljo
gone_text = Kar je bilo objavljeno na tem naslovu, je dokončno umaknjeno.
unavailable = Začasno ni na voljo
unavailable_text = Kar je objavljeno na tem naslovu, trenutno ni mogoče prikazati. Poskusite znova pozneje.

## Mail, embedding, feed of changes.

mail_add_session = Dodajte to srečanje v svoj koledar
mail_add_series = Dodajte vsa srečanja v svoj koledar
open_page = Odpri stran
copy = Kopiraj
preview = Predogled
mail_kit = Komplet za e-pošto
plain_text = Navadno besedilo
links = Povezave
mail_draft = Osnutek e-sporočila (.eml)
embed = Vdelaj
what_changed = Spremembe
new_session = Novo srečanje
changed = Spremenjeno

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizator: { $name }
published_by = Objavlja { $name }
your_time = Vaš čas: { $time }
session_of = Srečanje { $number } od { $total }
changes_of = { $title }: spremembe

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } srečanje
    [two] { $n } srečanji
    [few] { $n } srečanja
   *[other] { $n } srečanj
}
