### Finnish.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = suomi
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Peruttu:
notice = Tämä tilaisuus on peruttu.
calendar_speakers = Puhujat:
calendar_join = Liity:
announced_as = ilmoitettu muodossa
calendar_organiser = Järjestäjä:
calendar_up_to_date = Onko tämä ajan tasalla?
online = Verkossa

## What a session says.

when = Milloin
place = Missä
join = Liity
speakers = Puhujat
organised_by = Järjestäjä
more_information = Lisätietoja
status = Tila
confirmed = vahvistettu
tentative = alustava
cancelled = peruttu
moved = siirretty
all_day = Koko päivä
time_zone = Aikavyöhyke

## State.

session_moved = Tämä tilaisuus on siirretty.
old_time = Vanha aika
new_time = Uusi aika
series_ended = Tämä sarja on päättynyt.
# Of a series, then of a session.
ended = päättynyt
session_ended = päättynyt
sessions = Tilaisuudet
next_session = Seuraava tilaisuus

## Adding and subscribing.

add_to_calendar = Lisää kalenteriin
subscribe_to_all = Tilaa kaikki tilaisuudet
subscribe = Tilaa
stays_up_to_date = pysyy ajan tasalla
add_once = Lisää kerran
copy_of_today = kopio nykytilanteesta
webcal_apps = Outlook (työpöytä), Thunderbird, muut sovellukset
google_calendar = Google-kalenteri
apple_calendar = Apple-kalenteri
other_calendar = Muu kalenteri (.ics-tiedosto)
copy_address = Kopioi osoite
copied = Kopioitu
qr_code = QR-koodi
scan_code = Lue koodi puhelimella, niin tämä sivu avautuu siinä.
download_all = Lataa kaikki tilaisuudet yhtenä tiedostona

## Help.

nothing_happens = Jos mitään ei tapahdu, avaa tämä sivu selaimessa.
open_in_browser = Avaa selaimessa
google_delay = Googlella voi kestää jopa vuorokausi näyttää muutokset.
google_fallback = Jos Google ei hyväksy linkkiä, kopioi osoite ja lisää se siellä kohdassa ”URL-osoitteesta”.
on_android = Android-laitteella tilaus tehdään Google-kalenterin verkkosivustolla tai ICSx5:n kaltaisella sovelluksella.

## Page layout.

language = Kieli
skip_to_content = Siirry sisältöön
all_series = Kaikki sarjat
my_selection = Oma valintani
subscribe_to_part = Tilaa osa
choose_sessions = Valitse omat tapahtumasi
show_selection = Näytä valintani
tracks = Teemat
rooms = Tilat
calendars = Kalenterit
no_series = Täällä ei ole vielä julkaistu yhtään sarjaa.
imprint = Oikeudelliset tiedot
privacy = Tietosuoja
last_updated = Viimeksi päivitetty

## The reader's copy.

entry_current = Kalenterimerkintäsi on ajan tasalla.
entry_outdated = Kalenterimerkintäsi on vanhentunut.
changed_since = Mikä on muuttunut kopiosi jälkeen:
changed_back = Muutokset on peruttu: aika, paikka ja otsikko ovat samat kuin sinulla.
was = aiemmin
now = nyt
none = ei mitään
update_subscribed = Jos olet tilannut sarjan, kalenteri hakee muutoksen itse, kalenterista riippuen tunnin tai vuorokauden kuluessa.
update_added = Tiedostosta lisätyn merkinnän voi päivittää poistamalla sen ja lisäämällä tilaisuuden uudelleen: harva kalenteri muuttaa merkintää toisen tiedoston perusteella.

## Fields that changed.

title = Otsikko
description = Kuvaus
join_link = Liittymislinkki
reminder = Muistutus
categories = Luokat

## Errors.

not_found = Sivua ei löytynyt
not_found_text = Tässä osoitteessa ei ole julkaistu mitään.
gone = Ei enää saatavilla
gone_text = Tässä osoitteessa julkaistu sisältö on poistettu pysyvästi.
unavailable = Tilapäisesti poissa käytöstä
unavailable_text = Tässä osoitteessa julkaistua sisältöä ei voida juuri nyt näyttää. Yritä myöhemmin uudelleen.

## Mail, embedding, feed of changes.

mail_add_session = Lisää tämä tilaisuus kalenteriisi
mail_add_series = Lisää kaikki tilaisuudet kalenteriisi
open_page = Avaa sivu
copy = Kopioi
preview = Esikatselu
mail_kit = Sähköpostipaketti
plain_text = Pelkkä teksti
links = Linkit
mail_draft = Sähköpostiluonnos (.eml)
embed = Upota
what_changed = Muutokset
new_session = Uusi tilaisuus
changed = Muuttunut

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Järjestäjä: { $name }
published_by = Julkaisija: { $name }
your_time = Oma aikasi: { $time }
session_of = Tilaisuus { $number }/{ $total }
changes_of = { $title }: muutokset

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } tilaisuus
   *[other] { $n } tilaisuutta
}
