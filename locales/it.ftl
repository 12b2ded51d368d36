### Italian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = italiano
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Annullato:
notice = Questa sessione è annullata.
calendar_speakers = Relatori:
calendar_join = Partecipa:
announced_as = annunciato come
calendar_organiser = Organizzato da
calendar_up_to_date = È aggiornato?
online = Online

## What a session says.

when = Quando
place = Dove
join = Partecipa
speakers = Relatori
organised_by = Organizzato da
more_information = Ulteriori informazioni
status = Stato
confirmed = confermata
tentative = provvisoria
cancelled = annullata
moved = spostata
all_day = Tutto il giorno
time_zone = Fuso orario

## State.

session_moved = Questa sessione è stata spostata.
old_time = Vecchio orario
new_time = Nuovo orario
series_ended = Questa serie è terminata.
# Of a series, then of a session.
ended = terminata
session_ended = terminata
sessions = Sessioni
next_session = Prossima sessione

## Adding and subscribing.

add_to_calendar = Aggiungi al calendario
subscribe_to_all = Abbonati a tutte le sessioni
subscribe = Abbonati
stays_up_to_date = resta aggiornato
add_once = Aggiungi una volta
copy_of_today = una copia com’è oggi
webcal_apps = Outlook (desktop), Thunderbird, altre app
google_calendar = Google Calendar
apple_calendar = Calendario Apple
other_calendar = Altro calendario (file .ics)
copy_address = Copia l’indirizzo
copied = Copiato
qr_code = Codice QR
scan_code = Scansiona il codice con un telefono per aprirvi questa pagina.
download_all = Scarica tutte le sessioni in un unico file

## Help.

nothing_happens = Se non succede nulla, apri questa pagina nel browser.
open_in_browser = Apri nel browser
google_delay = Google può impiegare fino a un giorno per mostrare le modifiche.
google_fallback = Se Google non accetta il link, copia l’indirizzo e aggiungilo lì alla voce «Da URL».
on_android = Su Android, abbonati dal sito web di Google Calendar o con un’app come ICSx5.

## Page layout.

language = Lingua
skip_to_content = Vai al contenuto
all_series = Tutte le serie
my_selection = La mia selezione
subscribe_to_part = Iscriviti a una parte
choose_sessions = Scegli le tue sessioni
show_selection = Mostra la mia selezione
tracks = Percorsi
rooms = Sale
calendars = Calendari
no_series = Qui non è ancora pubblicata alcuna serie.
imprint = Note legali
privacy = Privacy
last_updated = Ultimo aggiornamento

## The reader's copy.

entry_current = La voce nel tuo calendario è aggiornata.
entry_outdated = La voce nel tuo calendario non è aggiornata.
changed_since = Che cosa è cambiato rispetto alla tua copia:
changed_back = Le modifiche sono state annullate: orario, luogo e titolo sono quelli che hai.
was = prima
now = ora
none = nessuno
update_subscribed = Se sei abbonato alla serie, il calendario recupera la modifica da solo, entro un’ora o un giorno a seconda del calendario.
update_added = Per aggiornare una voce aggiunta da un file, eliminala e aggiungi di nuovo la sessione: pochi calendari modificano una voce con un secondo file.

## Fields that changed.

title = Titolo
description = Descrizione
join_link = Link per partecipare
reminder = Promemoria
categories = Categorie

## Errors.

not_found = Pagina non trovata
not_found_text = A questo indirizzo non è pubblicato nulla.
gone = Non più disponibile
gone_text = Ciò che era pubblicato a questo indirizzo è stato ritirato definitivamente.
unavailable = Temporaneamente non disponibile
unavailable_text = Ciò che è pubblicato a questo indirizzo non può essere mostrato al momento. Riprova più tardi.

## Mail, embedding, feed of changes.

mail_add_session = Aggiungi questa sessione al tuo calendario
mail_add_series = Aggiungi tutte le sessioni al tuo calendario
open_page = Apri la pagina
copy = Copia
preview = Anteprima
mail_kit = Kit per e-mail
plain_text = Testo semplice
links = Link
mail_draft = Bozza di e-mail (.eml)
embed = Incorpora
what_changed = Modifiche
new_session = Nuova sessione
changed = Modificata

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizzato da { $name }
published_by = Pubblicato da { $name }
your_time = La tua ora: { $time }
session_of = Sessione { $number } di { $total }
changes_of = { $title }: modifiche

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sessione
    [many] { $n } di sessioni
   *[other] { $n } sessioni
}
