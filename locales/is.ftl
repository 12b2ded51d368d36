### Icelandic.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = íslenska
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Aflýst:
notice = Þessum viðburði er aflýst.
calendar_speakers = Fyrirlesarar:
calendar_join = Taka þátt:
announced_as = auglýst sem
calendar_organiser = Skipuleggjandi:
calendar_up_to_date = Er þetta nýjasta útgáfan?
online = Á netinu

## What a session says.

when = Hvenær
place = Hvar
join = Taka þátt
speakers = Fyrirlesarar
organised_by = Skipuleggjandi
more_information = Nánari upplýsingar
status = Staða
confirmed = staðfest
tentative = til bráðabirgða
cancelled = aflýst
moved = fært
all_day = Allan daginn
time_zone = Tímabelti

## State.

session_moved = Þessi viðburður hefur verið færður.
old_time = Fyrri tími
new_time = Nýr tími
series_ended = Þessari viðburðaröð er lokið.
# Of a series, then of a session.
ended = lokið
session_ended = lokið
sessions = Viðburðir
next_session = Næsti viðburður

## Adding and subscribing.

add_to_calendar = Bæta við dagatal
subscribe_to_all = Gerast áskrifandi að öllum viðburðum
subscribe = Gerast áskrifandi
stays_up_to_date = helst uppfært
add_once = Bæta við einu sinni
copy_of_today = afrit eins og það er í dag
webcal_apps = Outlook (í tölvu), Thunderbird, önnur forrit
google_calendar = Google dagatal
apple_calendar = Apple dagatal
other_calendar = Annað dagatal (.ics-skrá)
copy_address = Afrita slóðina
copied = Afritað
qr_code = QR-kóði
scan_code = Skannaðu kóðann með síma til að opna síðuna þar.
download_all = Sækja alla viðburði í einni skrá

## Help.

nothing_happens = Ef ekkert gerist skaltu opna þessa síðu í vafranum.
open_in_browser = Opna í vafra
google_delay = Það getur tekið Google allt að einn dag að sýna breytingar.
google_fallback = Ef Google samþykkir ekki tengilinn skaltu afrita slóðina og bæta henni við þar undir „Úr vefslóð“.
on_android = Í Android má gerast áskrifandi á vefsvæði Google dagatals eða með forriti á borð við ICSx5.

## Page layout.

language = Tungumál
skip_to_content = Fara beint í efnið
all_series = Allar viðburðaraðir
my_selection = Mitt val
subscribe_to_part = Gerast áskrifandi að hluta
choose_sessions = Veldu þína viðburði
show_selection = Sýna mitt val
tracks = Þemu
rooms = Salir
calendars = Dagatöl
no_series = Engin viðburðaröð hefur verið birt hér enn.
imprint = Lagalegar upplýsingar
privacy = Persónuvernd
last_updated = Síðast uppfært

## The reader's copy.

entry_current = Færslan í dagatalinu þínu er rétt.
entry_outdated = Færslan í dagatalinu þínu er úrelt.
changed_since = Það sem hefur breyst frá þínu afriti:
changed_back = Breytingarnar voru teknar til baka: tími, staður og titill eru eins og hjá þér.
was = áður
now = nú
none = ekkert
update_subscribed = Ef þú ert áskrifandi að viðburðaröðinni sækir dagatalið breytinguna sjálft, innan klukkustundar eða dags eftir því hvert dagatalið er.
update_added = Til að uppfæra færslu sem var bætt við úr skrá skaltu eyða henni og bæta viðburðinum við aftur: fá dagatöl breyta færslu með annarri skrá.

## Fields that changed.

title = Titill
description = Lýsing
join_link = Þátttökutengill
reminder = Áminning
categories = Flokkar

## Errors.

not_found = Síðan fannst ekki
not_found_text = Ekkert hefur verið birt á þessari slóð.
gone = Ekki lengur í boði
gone_text = Það sem birt var á þessari slóð hefur verið dregið endanlega til baka.
unavailable = Tímabundið ekki í boði
unavailable_text = Ekki er hægt að sýna það sem birt er á þessari slóð núna. Reyndu aftur síðar.

## Mail, embedding, feed of changes.

mail_add_session = Bættu þessum viðburði við dagatalið þitt
mail_add_series = Bættu öllum viðburðum við dagatalið þitt
open_page = Opna síðuna
copy = Afrita
preview = Forskoðun
mail_kit = Tölvupóstpakki
plain_text = Hreinn texti
links = Tenglar
mail_draft = Drög að tölvupósti (.eml)
embed = Fella inn
what_changed = Breytingar
new_session = Nýr viðburður
changed = Breytt

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Skipuleggjandi: { $name }
published_by = Gefið út af { $name }
your_time = Þinn tími: { $time }
session_of = Viðburður { $number } af { $total }
changes_of = { $title }: breytingar

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } viðburður
   *[other] { $n } viðburðir
}
