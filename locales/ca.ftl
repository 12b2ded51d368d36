### Catalan.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = català
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Cancel·lat:
notice = Aquesta sessió s’ha cancel·lat.
calendar_speakers = Ponents:
calendar_join = Participa-hi:
announced_as = anunciat com a
calendar_organiser = Organitzat per
calendar_up_to_date = Està actualitzat?
online = En línia

## What a session says.

when = Quan
place = On
join = Participa-hi
speakers = Ponents
organised_by = Organitzat per
more_information = Més informació
status = Estat
confirmed = confirmada
tentative = provisional
cancelled = cancel·lada
moved = canvi d’hora
all_day = Tot el dia
time_zone = Fus horari

## State.

session_moved = Aquesta sessió ha canviat d’hora.
old_time = Hora anterior
new_time = Hora nova
series_ended = Aquesta sèrie ha acabat.
# Of a series, then of a session.
ended = acabada
session_ended = acabada
sessions = Sessions
next_session = Sessió següent

## Adding and subscribing.

add_to_calendar = Afegeix al calendari
subscribe_to_all = Subscriu-te a totes les sessions
subscribe = Subscriu-t’hi
stays_up_to_date = es manté al dia
add_once = Afegeix un cop
copy_of_today = una còpia tal com és avui
webcal_apps = Outlook (escriptori), Thunderbird, altres aplicacions
google_calendar = Google Calendar
apple_calendar = Calendari d’Apple
other_calendar = Un altre calendari (fitxer .ics)
copy_address = Copia l’adreça
copied = S’ha copiat
qr_code = Codi QR
scan_code = Escaneja el codi amb un telèfon per obrir-hi aquesta pàgina.
download_all = Baixa totes les sessions en un sol fitxer

## Help.

nothing_happens = Si no passa res, obre aquesta pàgina al navegador.
open_in_browser = Obre al navegador
google_delay = Google pot trigar fins a un dia a mostrar els canvis.
google_fallback = Si Google no accepta l’enllaç, copia l’adreça i afegeix-la-hi a «Des d’un URL».
on_android = A Android, subscriu-te des del web de Google Calendar o amb una aplicació com ara ICSx5.

## Page layout.

language = Llengua
skip_to_content = Vés al contingut
all_series = Totes les sèries
my_selection = La meva selecció
subscribe_to_part = Subscriu-te a una part
choose_sessions = Tria les teves sessions
show_selection = Mostra la meva selecció
tracks = Itineraris
rooms = Sales
calendars = Calendaris
no_series = Encara no s’ha publicat cap sèrie aquí.
imprint = Avís legal
privacy = Privadesa
last_updated = Darrera actualització

## The reader's copy.

entry_current = L’entrada del teu calendari està actualitzada.
entry_outdated = L’entrada del teu calendari no està actualitzada.
changed_since = Què ha canviat des de la teva còpia:
changed_back = Els canvis s’han desfet: l’hora, el lloc i el títol són els que tens.
was = abans
now = ara
none = res
update_subscribed = Si t’has subscrit a la sèrie, el teu calendari recull el canvi tot sol, en una hora o en un dia segons el calendari.
update_added = Per actualitzar una entrada que has afegit des d’un fitxer, suprimeix-la i torna a afegir la sessió: pocs calendaris canvien una entrada amb un segon fitxer.

## Fields that changed.

title = Títol
description = Descripció
join_link = Enllaç per participar-hi
reminder = Recordatori
categories = Categories

## Errors.

not_found = No s’ha trobat la pàgina
not_found_text = En aquesta adreça no hi ha res publicat.
gone = Ja no està disponible
gone_text = El que es publicava en aquesta adreça s’ha retirat definitivament.
unavailable = Temporalment no disponible
unavailable_text = El que es publica en aquesta adreça no es pot mostrar ara mateix. Torna-ho a provar més tard.

## Mail, embedding, feed of changes.

mail_add_session = Afegeix aquesta sessió al teu calendari
mail_add_series = Afegeix totes les sessions al teu calendari
open_page = Obre la pàgina
copy = Copia
preview = Previsualització
mail_kit = Kit de correu
plain_text = Text sense format
links = Enllaços
mail_draft = Esborrany de correu (.eml)
embed = Incrusta
what_changed = Què ha canviat
new_session = Sessió nova
changed = Canviada

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organitzat per { $name }
published_by = Publicat per { $name }
your_time = La teva hora: { $time }
session_of = Sessió { $number } de { $total }
changes_of = { $title }: què ha canviat

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sessió
    [many] { $n } de sessions
   *[other] { $n } sessions
}
