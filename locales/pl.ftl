### Polish.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = polski
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Odwołane:
notice = Ta sesja została odwołana.
calendar_speakers = Prelegenci:
calendar_join = Dołącz:
announced_as = ogłoszono jako
calendar_organiser = Organizator:
calendar_up_to_date = Czy to aktualne?
online = Online

## What a session says.

when = Kiedy
place = Gdzie
join = Dołącz
speakers = Prelegenci
organised_by = Organizator
more_information = Więcej informacji
status = Status
confirmed = potwierdzona
tentative = wstępna
cancelled = odwołana
moved = przeniesiona
all_day = Cały dzień
time_zone = Strefa czasowa

## State.

session_moved = Termin tej sesji został zmieniony.
old_time = Poprzedni termin
new_time = Nowy termin
series_ended = Ten cykl dobiegł końca.
# Of a series, then of a session.
ended = zakończony
session_ended = zakończona
sessions = Sesje
next_session = Następna sesja

## Adding and subscribing.

add_to_calendar = Dodaj do kalendarza
subscribe_to_all = Subskrybuj wszystkie sesje
subscribe = Subskrybuj
stays_up_to_date = zawsze aktualne
add_once = Dodaj jednorazowo
copy_of_today = kopia dzisiejszego stanu
webcal_apps = Outlook (na komputer), Thunderbird, inne aplikacje
google_calendar = Kalendarz Google
apple_calendar = Kalendarz Apple
other_calendar = Inny kalendarz (plik .ics)
copy_address = Skopiuj adres
copied = Skopiowano
qr_code = Kod QR
scan_code = Zeskanuj kod telefonem, aby otworzyć na nim tę stronę.
download_all = Pobierz wszystkie sesje w jednym pliku

## Help.

nothing_happens = Jeśli nic się nie dzieje, otwórz tę stronę w przeglądarce.
open_in_browser = Otwórz w przeglądarce
google_delay = Google może potrzebować nawet doby, aby pokazać zmiany.
google_fallback = Jeśli Google nie przyjmuje linku, skopiuj adres i dodaj go tam w opcji „Z adresu URL”.
on_android = Na Androidzie zasubskrybuj na stronie Kalendarza Google albo w aplikacji takiej jak ICSx5.

## Page layout.

language = Język
skip_to_content = Przejdź do treści
all_series = Wszystkie cykle
my_selection = Mój wybór
subscribe_to_part = Subskrybuj część
choose_sessions = Wybierz własne terminy
show_selection = Pokaż mój wybór
tracks = Ścieżki
rooms = Sale
calendars = Kalendarze
no_series = Nie opublikowano tu jeszcze żadnego cyklu.
imprint = Nota prawna
privacy = Prywatność
last_updated = Ostatnia aktualizacja

## The reader's copy.

entry_current = Wpis w kalendarzu jest aktualny.
entry_outdated = Wpis w kalendarzu jest nieaktualny.
changed_since = Co zmieniło się od Twojej kopii:
changed_back = Zmiany cofnięto: czas, miejsce i tytuł są takie jak w Twoim wpisie.
was = było
now = jest
none = brak
update_subscribed = Jeśli subskrybujesz cykl, kalendarz sam pobierze zmianę, zależnie od kalendarza w ciągu godziny lub doby.
update_added = Aby zaktualizować wpis dodany z pliku, usuń go i dodaj sesję ponownie: niewiele kalendarzy zmienia wpis na podstawie drugiego pliku.

## Fields that changed.

title = Tytuł
description = Opis
join_link = Link do dołączenia
reminder = Przypomnienie
categories = Kategorie

## Errors.

not_found = Nie znaleziono strony
not_found_text = Pod tym adresem nic nie opublikowano.
gone = Już niedostępne
gone_text = To, co było opublikowane pod tym adresem, zostało ostatecznie wycofane.
unavailable = Chwilowo niedostępne
unavailable_text = Tego, co opublikowano pod tym adresem, nie można teraz wyświetlić. Spróbuj ponownie później.

## Mail, embedding, feed of changes.

mail_add_session = Dodaj tę sesję do swojego kalendarza
mail_add_series = Dodaj wszystkie sesje do swojego kalendarza
open_page = Otwórz stronę
copy = Kopiuj
preview = Podgląd
mail_kit = Zestaw do mailingu
plain_text = Zwykły tekst
links = Linki
mail_draft = Szkic wiadomości (.eml)
embed = Osadź
what_changed = Zmiany
new_session = Nowa sesja
changed = Zmieniona

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizator: { $name }
published_by = Opublikowane przez { $name }
your_time = Twój czas: { $time }
session_of = Sesja { $number } z { $total }
changes_of = { $title }: zmiany

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sesja
    [few] { $n } sesje
    [many] { $n } sesji
   *[other] { $n } sesji
}
