### Croatian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = hrvatski
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Otkazano:
notice = Ova je sesija otkazana.
calendar_speakers = Govornici:
calendar_join = Pridružite se:
announced_as = najavljeno kao
calendar_organiser = Organizator:
calendar_up_to_date = Je li ažurno?
online = Na internetu

## What a session says.

when = Kada
place = Gdje
join = Pridružite se
speakers = Govornici
organised_by = Organizator
more_information = Više informacija
status = Status
confirmed = potvrđeno
tentative = okvirno
cancelled = otkazano
moved = premješteno
all_day = Cijeli dan
time_zone = Vremenska zona

## State.

session_moved = Ova je sesija premještena.
old_time = Staro vrijeme
new_time = Novo vrijeme
series_ended = Ovaj je niz završio.
# Of a series, then of a session.
ended = završen
session_ended = završena
sessions = Sesije
next_session = Sljedeća sesija

## Adding and subscribing.

add_to_calendar = Dodaj u kalendar
subscribe_to_all = Pretplatite se na sve sesije
subscribe = Pretplatite se
stays_up_to_date = ostaje ažurno
add_once = Dodaj jednom
copy_of_today = kopija današnjeg stanja
webcal_apps = Outlook (za računalo), Thunderbird, druge aplikacije
google_calendar = Google kalendar
apple_calendar = Apple kalendar
other_calendar = Drugi kalendar (datoteka .ics)
copy_address = Kopiraj adresu
copied = Kopirano
qr_code = QR kod
scan_code = Skenirajte kod telefonom da biste na njemu otvorili ovu stranicu.
download_all = Preuzmi sve sesije u jednoj datoteci

## Help.

nothing_happens = Ako se ništa ne dogodi, otvorite ovu stranicu u pregledniku.
open_in_browser = Otvori u pregledniku
google_delay = Može proći do jedan dan dok Google ne prikaže promjene.
google_fallback = Ako Google ne prihvati poveznicu, kopirajte adresu i dodajte je ondje pod „Putem URL-a”.
on_android = Na Androidu se pretplatite na web-stranici Google kalendara ili aplikacijom kao što je ICSx5.

## Page layout.

language = Jezik
skip_to_content = Prijeđi na sadržaj
all_series = Svi nizovi
my_selection = Moj odabir
subscribe_to_part = Pretplati se na dio
choose_sessions = Odaberite svoje termine
show_selection = Prikaži moj odabir
tracks = Tematske cjeline
rooms = Dvorane
calendars = Kalendari
no_series = Ovdje još nije objavljen nijedan niz.
imprint = Pravna obavijest
privacy = Privatnost
last_updated = Zadnje ažuriranje

## The reader's copy.

entry_current = Vaš unos u kalendaru je ažuran.
entry_outdated = Vaš unos u kalendaru nije ažuran.
changed_since = Što se promijenilo od vaše kopije:
changed_back = Promjene su poništene: vrijeme, mjesto i naslov onakvi su kakve ih imate.
was = prije
now = sada
none = ništa
update_subscribed = Ako ste pretplaćeni na niz, vaš kalendar promjenu preuzima sam, u roku od sata ili dana, ovisno o kalendaru.
update_added = Kako biste ažurirali unos dodan iz datoteke, izbrišite ga i ponovno dodajte sesiju: malo kalendara mijenja unos drugom datotekom.

## Fields that changed.

title = Naslov
description = Opis
join_link = Poveznica za sudjelovanje
reminder = Podsjetnik
categories = Kategorije

## Errors.

not_found = Stranica nije pronađena
not_found_text = Na ovoj adresi nije ništa objavljeno.
gone = Više nije dostupno
gone_text = Ono što je bilo objavljeno na ovoj adresi trajno je povučeno.
unavailable = Privremeno nedostupno
unavailable_text = Ono što je objavljeno na ovoj adresi trenutačno se ne može prikazati. Pokušajte ponovno kasnije.

## Mail, embedding, feed of changes.

mail_add_session = Dodajte ovu sesiju u svoj kalendar
mail_add_series = Dodajte sve sesije u svoj kalendar
open_page = Otvori stranicu
copy = Kopiraj
preview = Pregled
mail_kit = Paket za e-poštu
plain_text = Običan tekst
links = Poveznice
mail_draft = Skica e-poruke (.eml)
embed = Ugradi
what_changed = Promjene
new_session = Nova sesija
changed = Promijenjeno

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizator: { $name }
published_by = Objavljuje { $name }
your_time = Vaše vrijeme: { $time }
session_of = Sesija { $number } od { $total }
changes_of = { $title }: promjene

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sesija
    [few] { $n } sesije
   *[other] { $n } sesija
}
