### Romanian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = română
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Anulat:
notice = Această sesiune este anulată.
calendar_speakers = Vorbitori:
calendar_join = Participă:
announced_as = anunțat ca
calendar_organiser = Organizat de
calendar_up_to_date = Este actual?
online = Online

## What a session says.

when = Când
place = Unde
join = Participă
speakers = Vorbitori
organised_by = Organizat de
more_information = Mai multe informații
status = Stare
confirmed = confirmată
tentative = provizorie
cancelled = anulată
moved = mutată
all_day = Toată ziua
time_zone = Fus orar

## State.

session_moved = Această sesiune a fost mutată.
old_time = Ora veche
new_time = Ora nouă
series_ended = Această serie s-a încheiat.
# Of a series, then of a session.
ended = încheiată
session_ended = încheiată
sessions = Sesiuni
next_session = Sesiunea următoare

## Adding and subscribing.

add_to_calendar = Adăugați în calendar
subscribe_to_all = Abonați-vă la toate sesiunile
subscribe = Abonați-vă
stays_up_to_date = rămâne la zi
add_once = Adăugați o dată
copy_of_today = o copie a situației de azi
webcal_apps = Outlook (desktop), Thunderbird, alte aplicații
google_calendar = Google Calendar
apple_calendar = Calendar Apple
other_calendar = Alt calendar (fișier .ics)
copy_address = Copiați adresa
copied = Copiat
qr_code = Cod QR
scan_code = Scanați codul cu un telefon pentru a deschide acolo această pagină.
download_all = Descărcați toate sesiunile într-un singur fișier

## Help.

nothing_happens = Dacă nu se întâmplă nimic, deschideți această pagină în browser.
open_in_browser = Deschideți în browser
google_delay = Poate dura până la o zi ca Google să afișeze modificările.
google_fallback = Dacă Google nu acceptă linkul, copiați adresa și adăugați-o acolo la „De la adresa URL”.
on_android = Pe Android, abonați-vă pe site-ul Google Calendar sau cu o aplicație precum ICSx5.

## Page layout.

language = Limbă
skip_to_content = Salt la conținut
all_series = Toate seriile
my_selection = Selecția mea
subscribe_to_part = Abonare la o parte
choose_sessions = Alegeți propriile sesiuni
show_selection = Afișează selecția mea
tracks = Secțiuni tematice
rooms = Săli
calendars = Calendare
no_series = Aici nu este încă publicată nicio serie.
imprint = Aviz juridic
privacy = Confidențialitate
last_updated = Ultima actualizare

## The reader's copy.

entry_current = Înregistrarea din calendarul dumneavoastră este la zi.
entry_outdated = Înregistrarea din calendarul dumneavoastră nu mai este la zi.
changed_since = Ce s-a schimbat față de copia dumneavoastră:
changed_back = Modificările au fost anulate: ora, locul și titlul sunt cele pe care le aveți.
was = înainte
now = acum
none = nimic
update_subscribed = Dacă v-ați abonat la serie, calendarul preia singur modificarea, într-o oră sau într-o zi, în funcție de calendar.
update_added = Pentru a actualiza o înregistrare adăugată dintr-un fișier, ștergeți-o și adăugați din nou sesiunea: puține calendare modifică o înregistrare printr-un al doilea fișier.

## Fields that changed.

title = Titlu
description = Descriere
join_link = Link de participare
reminder = Memento
categories = Categorii

## Errors.

not_found = Pagina nu a fost găsită
not_found_text = La această adresă nu este publicat nimic.
gone = Nu mai este disponibil
gone_text = Ceea ce era publicat la această adresă a fost retras definitiv.
unavailable = Indisponibil temporar
unavailable_text = Ceea ce este publicat la această adresă nu poate fi afișat acum. Încercați din nou mai târziu.

## Mail, embedding, feed of changes.

mail_add_session = Adăugați această sesiune în calendarul dumneavoastră
mail_add_series = Adăugați toate sesiunile în calendarul dumneavoastră
open_page = Deschideți pagina
copy = Copiați
preview = Previzualizare
mail_kit = Kit de e-mail
plain_text = Text simplu
links = Linkuri
mail_draft = Ciornă de e-mail (.eml)
embed = Încorporați
what_changed = Modificări
new_session = Sesiune nouă
changed = Modificată

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizat de { $name }
published_by = Publicat de { $name }
your_time = Ora dumneavoastră: { $time }
session_of = Sesiunea { $number } din { $total }
changes_of = { $title }: modificări

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sesiune
    [few] { $n } sesiuni
   *[other] { $n } de sesiuni
}
