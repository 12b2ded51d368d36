### Lithuanian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = lietuvių
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Atšaukta:
notice = Ši sesija atšaukta.
calendar_speakers = Pranešėjai:
calendar_join = Prisijungti:
announced_as = paskelbta kaip
calendar_organiser = Organizatorius:
calendar_up_to_date = Ar tai naujausia?
online = Internetu

## What a session says.

when = Kada
place = Kur
join = Prisijungti
speakers = Pranešėjai
organised_by = Organizatorius
more_information = Daugiau informacijos
status = Būsena
confirmed = patvirtinta
tentative = preliminari
cancelled = atšaukta
moved = perkelta
all_day = Visą dieną
time_zone = Laiko juosta

## State.

session_moved = Ši sesija perkelta.
old_time = Ankstesnis laikas
new_time = Naujas laikas
series_ended = Šis ciklas baigėsi.
# Of a series, then of a session.
ended = baigėsi
session_ended = baigėsi
sessions = Sesijos
next_session = Kita sesija

## Adding and subscribing.

add_to_calendar = Įtraukti į kalendorių
subscribe_to_all = Prenumeruoti visas sesijas
subscribe = Prenumeruoti
stays_up_to_date = visada naujausia
add_once = Įtraukti vieną kartą
copy_of_today = šios dienos kopija
webcal_apps = Outlook (kompiuterio), Thunderbird, kitos programos
google_calendar = „Google“ kalendorius
apple_calendar = „Apple“ kalendorius
other_calendar = Kitas kalendorius (.ics failas)
copy_address = Kopijuoti adresą
copied = Nukopijuota
qr_code = QR kodas
scan_code = Nuskaitykite kodą telefonu, kad šį puslapį atvertumėte jame.
download_all = Atsisiųsti visas sesijas vienu failu

## Help.

nothing_happens = Jei nieko neįvyksta, atverkite šį puslapį naršyklėje.
open_in_browser = Atverti naršyklėje
google_delay = Gali praeiti iki paros, kol „Google“ parodys pakeitimus.
google_fallback = Jei „Google“ nepriima nuorodos, nukopijuokite adresą ir pridėkite jį ten pasirinkę „Iš URL“.
on_android = „Android“ įrenginyje prenumeruokite „Google“ kalendoriaus svetainėje arba tokia programa kaip „ICSx5“.

## Page layout.

language = Kalba
skip_to_content = Pereiti prie turinio
all_series = Visi ciklai
my_selection = Mano pasirinkimas
subscribe_to_part = Prenumeruoti dalį
choose_sessions = Pasirinkite savo renginius
show_selection = Rodyti mano pasirinkimą
tracks = Temos
rooms = Salės
calendars = Kalendoriai
no_series = Čia dar nepaskelbta jokio ciklo.
imprint = Teisinė informacija
privacy = Privatumas
last_updated = Paskutinį kartą atnaujinta

## The reader's copy.

entry_current = Jūsų kalendoriaus įrašas yra naujausias.
entry_outdated = Jūsų kalendoriaus įrašas paseno.
changed_since = Kas pasikeitė nuo jūsų kopijos:
changed_back = Pakeitimai atšaukti: laikas, vieta ir pavadinimas yra tokie, kokius turite.
was = buvo
now = dabar
none = nėra
update_subscribed = Jei prenumeruojate ciklą, kalendorius pakeitimą gaus pats, priklausomai nuo kalendoriaus per valandą arba parą.
update_added = Norėdami atnaujinti iš failo įtrauktą įrašą, jį ištrinkite ir įtraukite sesiją iš naujo: nedaug kalendorių pakeičia įrašą pagal antrą failą.

## Fields that changed.

title = Pavadinimas
description = Aprašymas
join_link = Prisijungimo nuoroda
reminder = Priminimas
categories = Kategorijos

## Errors.

not_found = Puslapis nerastas
not_found_text = Šiuo adresu nieko nepaskelbta.
gone = Nebepasiekiama
gone_text = Tai, kas buvo paskelbta šiuo adresu, galutinai atšaukta.
unavailable = Laikinai nepasiekiama
unavailable_text = To, kas paskelbta šiuo adresu, dabar parodyti negalima. Bandykite vėliau.

## Mail, embedding, feed of changes.

mail_add_session = Įtraukite šią sesiją į savo kalendorių
mail_add_series = Įtraukite visas sesijas į savo kalendorių
open_page = Atverti puslapį
copy = Kopijuoti
preview = Peržiūra
mail_kit = El. pašto rinkinys
plain_text = Paprastas tekstas
links = Nuorodos
mail_draft = El. laiško juodraštis (.eml)
embed = Įterpti
what_changed = Pakeitimai
new_session = Nauja sesija
changed = Pakeista

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizatorius: { $name }
published_by = Paskelbė { $name }
your_time = Jūsų laikas: { $time }
session_of = { $number } sesija iš { $total }
changes_of = { $title }: pakeitimai

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sesija
    [few] { $n } sesijos
   *[other] { $n } sesijų
}
