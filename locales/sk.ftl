### Slovak.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = slovenčina
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Zrušené:
notice = Toto podujatie je zrušené.
calendar_speakers = Rečníci:
calendar_join = Pripojiť sa:
announced_as = oznámené ako
calendar_organiser = Organizuje
calendar_up_to_date = Je to aktuálne?
online = Online

## What a session says.

when = Kedy
place = Kde
join = Pripojiť sa
speakers = Rečníci
organised_by = Organizuje
more_information = Viac informácií
status = Stav
confirmed = potvrdené
tentative = predbežné
cancelled = zrušené
moved = presunuté
all_day = Celý deň
time_zone = Časové pásmo

## State.

session_moved = Toto podujatie bolo presunuté.
old_time = Pôvodný čas
new_time = Nový čas
series_ended = Tento cyklus sa skončil.
# Of a series, then of a session.
ended = skončený
session_ended = skončené
sessions = Podujatia
next_session = Najbližšie podujatie

## Adding and subscribing.

add_to_calendar = Pridať do kalendára
subscribe_to_all = Odoberať všetky podujatia
subscribe = Odoberať
stays_up_to_date = zostáva aktuálne
add_once = Pridať jednorazovo
copy_of_today = kópia dnešného stavu
webcal_apps = Outlook (pre počítač), Thunderbird, iné aplikácie
google_calendar = Kalendár Google
apple_calendar = Kalendár Apple
other_calendar = Iný kalendár (súbor .ics)
copy_address = Kopírovať adresu
copied = Skopírované
qr_code = QR kód
scan_code = Naskenujte kód telefónom a otvorte túto stránku v ňom.
download_all = Stiahnuť všetky podujatia v jednom súbore

## Help.

nothing_happens = Ak sa nič nestane, otvorte túto stránku v prehliadači.
open_in_browser = Otvoriť v prehliadači
google_delay = Googlu môže zobrazenie zmien trvať až jeden deň.
google_fallback = Ak Google odkaz neprijme, skopírujte adresu a pridajte ju tam v časti „Z webovej adresy“.
on_android = V systéme Android nastavte odber na webe Kalendára Google alebo v aplikácii, ako je ICSx5.

## Page layout.

language = Jazyk
skip_to_content = Prejsť na obsah
all_series = Všetky cykly
my_selection = Môj výber
subscribe_to_part = Odoberať časť
choose_sessions = Vyberte si termíny
show_selection = Zobraziť môj výber
tracks = Sekcie
rooms = Miestnosti
calendars = Kalendáre
no_series = Zatiaľ tu nie je zverejnený žiadny cyklus.
imprint = Právne informácie
privacy = Ochrana súkromia
last_updated = Naposledy aktualizované

## The reader's copy.

entry_current = Váš záznam v kalendári je aktuálny.
entry_outdated = Váš záznam v kalendári je zastaraný.
changed_since = Čo sa od vašej kópie zmenilo:
changed_back = Zmeny boli vrátené: čas, miesto a názov sú tie, ktoré máte.
was = bolo
now = teraz
none = nič
update_subscribed = Ak cyklus odoberáte, kalendár si zmenu načíta sám, podľa druhu kalendára do hodiny alebo do dňa.
update_added = Ak chcete aktualizovať záznam pridaný zo súboru, odstráňte ho a pridajte podujatie znova: len málo kalendárov zmení záznam podľa druhého súboru.

## Fields that changed.

title = Názov
description = Opis
join_link = Odkaz na pripojenie
reminder = Pripomienka
categories = Kategórie

## Errors.

not_found = Stránka sa nenašla
not_found_text = Na tejto adrese nie je nič zverejnené.
gone = Už nie je k dispozícii
gone_text = To, čo bolo na tejto adrese zverejnené, bolo natrvalo stiahnuté.
unavailable = Dočasne nedostupné
unavailable_text = To, čo je na tejto adrese zverejnené, sa teraz nedá zobraziť. Skúste to neskôr.

## Mail, embedding, feed of changes.

mail_add_session = Pridať toto podujatie do kalendára
mail_add_series = Pridať všetky podujatia do kalendára
open_page = Otvoriť stránku
copy = Kopírovať
preview = Náhľad
mail_kit = Súprava pre e-mail
plain_text = Čistý text
links = Odkazy
mail_draft = Koncept e-mailu (.eml)
embed = Vložiť na web
what_changed = Zmeny
new_session = Nové podujatie
changed = Zmenené

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizuje { $name }
published_by = Zverejňuje { $name }
your_time = Váš čas: { $time }
session_of = Podujatie { $number } z { $total }
changes_of = { $title }: zmeny

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } podujatie
    [few] { $n } podujatia
   *[other] { $n } podujatí
}
