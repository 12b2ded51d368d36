### Estonian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = eesti
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Tühistatud:
notice = See sessioon on tühistatud.
calendar_speakers = Esinejad:
calendar_join = Liitu:
announced_as = välja kuulutatud kui
calendar_organiser = Korraldaja:
calendar_up_to_date = Kas see on ajakohane?
online = Veebis

## What a session says.

when = Millal
place = Kus
join = Liitu
speakers = Esinejad
organised_by = Korraldaja
more_information = Lisateave
status = Olek
confirmed = kinnitatud
tentative = esialgne
cancelled = tühistatud
moved = muudetud ajaga
all_day = Kogu päev
time_zone = Ajavöönd

## State.

session_moved = Selle sessiooni aeg on muutunud.
old_time = Vana aeg
new_time = Uus aeg
series_ended = See sari on lõppenud.
# Of a series, then of a session.
ended = lõppenud
session_ended = lõppenud
sessions = Sessioonid
next_session = Järgmine sessioon

## Adding and subscribing.

add_to_calendar = Lisa kalendrisse
subscribe_to_all = Telli kõik sessioonid
subscribe = Telli
stays_up_to_date = püsib ajakohasena
add_once = Lisa üks kord
copy_of_today = koopia tänasest seisust
webcal_apps = Outlook (töölaud), Thunderbird, muud rakendused
google_calendar = Google’i kalender
apple_calendar = Apple’i kalender
other_calendar = Muu kalender (.ics-fail)
copy_address = Kopeeri aadress
copied = Kopeeritud
qr_code = QR-kood
scan_code = Skannige kood telefoniga, et see leht seal avada.
download_all = Laadi kõik sessioonid alla ühe failina

## Help.

nothing_happens = Kui midagi ei juhtu, avage see leht brauseris.
open_in_browser = Ava brauseris
google_delay = Google’il võib muudatuste kuvamiseks kuluda kuni ööpäev.
google_fallback = Kui Google linki vastu ei võta, kopeerige aadress ja lisage see seal valikuga „URL-ilt“.
on_android = Androidis tellige Google’i kalendri veebisaidil või mõne rakendusega, nagu ICSx5.

## Page layout.

language = Keel
skip_to_content = Liigu sisu juurde
all_series = Kõik sarjad
my_selection = Minu valik
subscribe_to_part = Telli üks osa
choose_sessions = Vali oma üritused
show_selection = Näita minu valikut
tracks = Teemarajad
rooms = Ruumid
calendars = Kalendrid
no_series = Siin ei ole veel ühtegi sarja avaldatud.
imprint = Õigusteave
privacy = Privaatsus
last_updated = Viimati uuendatud

## The reader's copy.

entry_current = Teie kalendrikirje on ajakohane.
entry_outdated = Teie kalendrikirje on aegunud.
changed_since = Mis on pärast teie koopiat muutunud:
changed_back = Muudatused on tagasi võetud: aeg, koht ja pealkiri on samad, mis teil.
was = varem
now = nüüd
none = puudub
update_subscribed = Kui olete sarja tellinud, laadib kalender muudatuse ise, olenevalt kalendrist tunni või ööpäeva jooksul.
update_added = Failist lisatud kirje uuendamiseks kustutage see ja lisage sessioon uuesti: vähesed kalendrid muudavad kirjet teise faili põhjal.

## Fields that changed.

title = Pealkiri
description = Kirjeldus
join_link = Liitumislink
reminder = Meeldetuletus
categories = Kategooriad

## Errors.

not_found = Lehte ei leitud
not_found_text = Sellel aadressil ei ole midagi avaldatud.
gone = Pole enam saadaval
gone_text = Sellel aadressil avaldatu on jäädavalt tagasi võetud.
unavailable = Ajutiselt kättesaamatu
unavailable_text = Sellel aadressil avaldatut ei saa praegu näidata. Proovige hiljem uuesti.

## Mail, embedding, feed of changes.

mail_add_session = Lisage see sessioon oma kalendrisse
mail_add_series = Lisage kõik sessioonid oma kalendrisse
open_page = Ava leht
copy = Kopeeri
preview = Eelvaade
mail_kit = E-kirja komplekt
plain_text = Lihttekst
links = Lingid
mail_draft = E-kirja mustand (.eml)
embed = Manusta
what_changed = Muudatused
new_session = Uus sessioon
changed = Muudetud

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Korraldaja: { $name }
published_by = Avaldaja: { $name }
your_time = Teie aeg: { $time }
session_of = Sessioon { $number }/{ $total }
changes_of = { $title }: muudatused

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sessioon
   *[other] { $n } sessiooni
}
