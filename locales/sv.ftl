### Swedish.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = svenska
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Inställt:
notice = Den här sessionen är inställd.
calendar_speakers = Talare:
calendar_join = Delta:
announced_as = annonserat som
calendar_organiser = Arrangeras av
calendar_up_to_date = Aktuellt?
online = Online

## What a session says.

when = När
place = Var
join = Delta
speakers = Talare
organised_by = Arrangeras av
more_information = Mer information
status = Status
confirmed = bekräftad
tentative = preliminär
cancelled = inställd
moved = flyttad
all_day = Heldag
time_zone = Tidszon

## State.

session_moved = Den här sessionen har flyttats.
old_time = Gammal tid
new_time = Ny tid
series_ended = Den här serien är avslutad.
# Of a series, then of a session.
ended = avslutad
session_ended = avslutad
sessions = Sessioner
next_session = Nästa session

## Adding and subscribing.

add_to_calendar = Lägg till i kalendern
subscribe_to_all = Prenumerera på alla sessioner
subscribe = Prenumerera
stays_up_to_date = hålls uppdaterat
add_once = Lägg till en gång
copy_of_today = en kopia som det är i dag
webcal_apps = Outlook (dator), Thunderbird, andra appar
google_calendar = Google Kalender
apple_calendar = Apple Kalender
other_calendar = Annan kalender (.ics-fil)
copy_address = Kopiera adressen
copied = Kopierad
qr_code = QR-kod
scan_code = Skanna koden med en telefon för att öppna sidan där.
download_all = Ladda ner alla sessioner som en fil

## Help.

nothing_happens = Om inget händer, öppna sidan i din webbläsare.
open_in_browser = Öppna i webbläsaren
google_delay = Det kan ta upp till ett dygn innan Google visar ändringar.
google_fallback = Om Google inte godtar länken, kopiera adressen och lägg till den där under ”Från webbadress”.
on_android = På Android prenumererar du på Google Kalenders webbplats eller med en app som ICSx5.

## Page layout.

language = Språk
skip_to_content = Hoppa till innehållet
all_series = Alla serier
my_selection = Mitt urval
subscribe_to_part = Prenumerera på en del
choose_sessions = Välj egna programpunkter
show_selection = Visa mitt urval
tracks = Spår
rooms = Salar
calendars = Kalendrar
no_series = Ingen serie är publicerad här ännu.
imprint = Juridisk information
privacy = Integritet
last_updated = Senast uppdaterad

## The reader's copy.

entry_current = Din kalenderpost är aktuell.
entry_outdated = Din kalenderpost är inaktuell.
changed_since = Vad som har ändrats sedan din kopia:
changed_back = Ändringarna har återställts: tid, plats och titel är de du har.
was = tidigare
now = nu
none = inget
update_subscribed = Om du prenumererar på serien hämtar din kalender ändringen själv, inom en timme eller ett dygn beroende på kalendern.
update_added = För att uppdatera en post som du lade till från en fil, ta bort den och lägg till sessionen igen: få kalendrar ändrar en post genom en andra fil.

## Fields that changed.

title = Titel
description = Beskrivning
join_link = Länk för att delta
reminder = Påminnelse
categories = Kategorier

## Errors.

not_found = Sidan hittades inte
not_found_text = Inget är publicerat på den här adressen.
gone = Inte längre tillgänglig
gone_text = Det som publicerades på den här adressen har dragits tillbaka för gott.
unavailable = Tillfälligt otillgänglig
unavailable_text = Det som är publicerat på den här adressen kan inte visas just nu. Försök igen senare.

## Mail, embedding, feed of changes.

mail_add_session = Lägg till sessionen i din kalender
mail_add_series = Lägg till alla sessioner i din kalender
open_page = Öppna sidan
copy = Kopiera
preview = Förhandsgranska
mail_kit = E-postpaket
plain_text = Oformaterad text
links = Länkar
mail_draft = E-postutkast (.eml)
embed = Bädda in
what_changed = Ändringar
new_session = Ny session
changed = Ändrad

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Arrangeras av { $name }
published_by = Publiceras av { $name }
your_time = Din tid: { $time }
session_of = Session { $number } av { $total }
changes_of = { $title }: ändringar

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } session
   *[other] { $n } sessioner
}
