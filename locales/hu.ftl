### Hungarian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = magyar
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Elmarad:
notice = Ez az esemény elmarad.
calendar_speakers = Előadók:
calendar_join = Csatlakozás:
announced_as = így meghirdetve:
calendar_organiser = Szervező:
calendar_up_to_date = Naprakész?
online = Online

## What a session says.

when = Mikor
place = Hol
join = Csatlakozás
speakers = Előadók
organised_by = Szervező
more_information = További információ
status = Állapot
confirmed = megerősítve
tentative = előzetes
cancelled = elmarad
moved = áthelyezve
all_day = Egész nap
time_zone = Időzóna

## State.

session_moved = Ez az esemény új időpontra került.
old_time = Régi időpont
new_time = Új időpont
series_ended = Ez a sorozat véget ért.
# Of a series, then of a session.
ended = véget ért
session_ended = véget ért
sessions = Események
next_session = Következő esemény

## Adding and subscribing.

add_to_calendar = Hozzáadás a naptárhoz
subscribe_to_all = Feliratkozás az összes eseményre
subscribe = Feliratkozás
stays_up_to_date = naprakész marad
add_once = Egyszeri hozzáadás
copy_of_today = a mai állapot másolata
webcal_apps = Outlook (asztali), Thunderbird, más alkalmazások
google_calendar = Google Naptár
apple_calendar = Apple Naptár
other_calendar = Más naptár (.ics fájl)
copy_address = Cím másolása
copied = Másolva
qr_code = QR-kód
scan_code = Olvassa be a kódot telefonnal, hogy ott nyissa meg ezt az oldalt.
download_all = Az összes esemény letöltése egy fájlban

## Help.

nothing_happens = Ha nem történik semmi, nyissa meg ezt az oldalt a böngészőjében.
open_in_browser = Megnyitás böngészőben
google_delay = A Google akár egy nap múlva jeleníti meg a változásokat.
google_fallback = Ha a Google nem fogadja el a linket, másolja ki a címet, és adja hozzá ott az „URL-ből” pontnál.
on_android = Androidon a Google Naptár webhelyén vagy egy olyan alkalmazással iratkozzon fel, mint az ICSx5.

## Page layout.

language = Nyelv
skip_to_content = Ugrás a tartalomra
all_series = Az összes sorozat
my_selection = Saját válogatás
subscribe_to_part = Feliratkozás egy részre
choose_sessions = Válassza ki a saját alkalmait
show_selection = Válogatásom megjelenítése
tracks = Szekciók
rooms = Termek
calendars = Naptárak
no_series = Itt még nincs közzétett sorozat.
imprint = Jogi nyilatkozat
privacy = Adatvédelem
last_updated = Utolsó frissítés

## The reader's copy.

entry_current = A naptárbejegyzése naprakész.
entry_outdated = A naptárbejegyzése elavult.
changed_since = Mi változott az Ön példánya óta:
changed_back = A változásokat visszavonták: az időpont, a helyszín és a cím megegyezik az Önnél lévővel.
was = korábban
now = most
none = nincs
update_subscribed = Ha feliratkozott a sorozatra, a naptára magától lekéri a változást, naptártól függően egy órán vagy egy napon belül.
update_added = Fájlból hozzáadott bejegyzés frissítéséhez törölje a bejegyzést, és adja hozzá újra az eseményt: kevés naptár módosít bejegyzést egy második fájl alapján.

## Fields that changed.

title = Cím
description = Leírás
join_link = Csatlakozási link
reminder = Emlékeztető
categories = Kategóriák

## Errors.

not_found = Az oldal nem található
not_found_text = Ezen a címen nincs közzétéve semmi.
gone = Már nem érhető el
gone_text = Ami ezen a címen közzé volt téve, azt véglegesen visszavonták.
unavailable = Átmenetileg nem érhető el
unavailable_text = Az ezen a címen közzétett tartalom most nem jeleníthető meg. Próbálja újra később.

## Mail, embedding, feed of changes.

mail_add_session = Adja hozzá ezt az eseményt a naptárához
mail_add_series = Adja hozzá az összes eseményt a naptárához
open_page = Az oldal megnyitása
copy = Másolás
preview = Előnézet
mail_kit = E-mail-készlet
plain_text = Egyszerű szöveg
links = Linkek
mail_draft = E-mail-piszkozat (.eml)
embed = Beágyazás
what_changed = Változások
new_session = Új esemény
changed = Módosítva

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Szervező: { $name }
published_by = Közzétette: { $name }
your_time = Az Ön ideje: { $time }
session_of = Esemény: { $number }/{ $total }
changes_of = { $title }: változások

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } esemény
   *[other] { $n } esemény
}
