### Maltese.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = Malti
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Ikkanċellat:
notice = Din is-sessjoni hija kkanċellata.
calendar_speakers = Kelliema:
calendar_join = Ingħaqad:
announced_as = imħabbar bħala
calendar_organiser = Organizzat minn
calendar_up_to_date = Aġġornat?
online = Online

## What a session says.

when = Meta
place = Fejn
join = Ingħaqad
speakers = Kelliema
organised_by = Organizzat minn
more_information = Aktar informazzjoni
status = Status
confirmed = ikkonfermata
tentative = provviżorja
cancelled = ikkanċellata
moved = mressqa
all_day = Il-ġurnata kollha
time_zone = Żona tal-ħin

## State.

session_moved = Din is-sessjoni tressqet.
old_time = Ħin qadim
new_time = Ħin ġdid
series_ended = Din is-serje ntemmet.
# Of a series, then of a session.
ended = mitmuma
session_ended = mitmuma
sessions = Sessjonijiet
next_session = Is-sessjoni li jmiss

## Adding and subscribing.

add_to_calendar = Żid mal-kalendarju
subscribe_to_all = Abbona għas-sessjonijiet kollha
subscribe = Abbona
stays_up_to_date = jibqa’ aġġornat
add_once = Żid darba
copy_of_today = kopja kif inhi llum
webcal_apps = Outlook (desktop), Thunderbird, applikazzjonijiet oħra
google_calendar = Google Calendar
apple_calendar = Kalendarju ta’ Apple
other_calendar = Kalendarju ieħor (fajl .ics)
copy_address = Ikkopja l-indirizz
copied = Ikkupjat
qr_code = Kodiċi QR
scan_code = Skennja l-kodiċi b’telefown biex tiftaħ din il-paġna hemmhekk.
download_all = Niżżel is-sessjonijiet kollha f’fajl wieħed

## Help.

nothing_happens = Jekk ma jiġri xejn, iftaħ din il-paġna fil-brawżer tiegħek.
open_in_browser = Iftaħ fil-brawżer
google_delay = Google jista’ jdum sa ġurnata biex juri t-tibdiliet.
google_fallback = Jekk Google ma jaċċettax il-link, ikkopja l-indirizz u żidu hemmhekk taħt “From URL”.
on_android = Fuq Android, abbona fis-sit web ta’ Google Calendar jew b’app bħal ICSx5.

## Page layout.

language = Lingwa
skip_to_content = Aqbeż għall-kontenut
all_series = Is-serji kollha
my_selection = L-għażla tiegħi
subscribe_to_part = Abbona għal parti
choose_sessions = Agħżel is-sessjonijiet tiegħek
show_selection = Uri l-għażla tiegħi
tracks = Temi
rooms = Swali
calendars = Kalendarji
no_series = Għadha ma ġiet ippubblikata l-ebda serje hawnhekk.
imprint = Avviż legali
privacy = Privatezza
last_updated = L-aħħar aġġornament

## The reader's copy.

entry_current = L-entrata fil-kalendarju tiegħek hija aġġornata.
entry_outdated = L-entrata fil-kalendarju tiegħek mhijiex aġġornata.
changed_since = X’inbidel mill-kopja tiegħek ’l hawn:
changed_back = It-tibdiliet reġgħu lura: il-ħin, il-post u t-titlu huma dawk li għandek.
was = qabel
now = issa
none = xejn
update_subscribed = Jekk abbonajt għas-serje, il-kalendarju tiegħek iġib it-tibdil waħdu, fi żmien siegħa jew ġurnata skont il-kalendarju.
update_added = Biex taġġorna entrata li żidt minn fajl, ħassarha u erġa’ żid is-sessjoni: ftit kalendarji jibdlu entrata b’fajl ieħor.

## Fields that changed.

title = Titlu
description = Deskrizzjoni
join_link = Link biex tingħaqad
reminder = Tfakkira
categories = Kategoriji

## Errors.

not_found = Il-paġna ma nstabitx
not_found_text = F’dan l-indirizz m’hemm xejn ippubblikat.
gone = M’għadux disponibbli
gone_text = Dak li kien ippubblikat f’dan l-indirizz tneħħa għalkollox.
unavailable = Temporanjament mhux disponibbli
unavailable_text = Dak li hu ppubblikat f’dan l-indirizz ma jistax jintwera bħalissa. Jekk jogħġbok erġa’ pprova aktar tard.

## Mail, embedding, feed of changes.

mail_add_session = Żid din is-sessjoni mal-kalendarju tiegħek
mail_add_series = Żid is-sessjonijiet kollha mal-kalendarju tiegħek
open_page = Iftaħ il-paġna
copy = Ikkopja
preview = Previżjoni
mail_kit = Kit għall-posta elettronika
plain_text = Test sempliċi
links = Links
mail_draft = Abbozz ta’ email (.eml)
embed = Inkorpora
what_changed = Tibdiliet
new_session = Sessjoni ġdida
changed = Mibdula

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizzat minn { $name }
published_by = Ippubblikat minn { $name }
your_time = Il-ħin tiegħek: { $time }
session_of = Sessjoni { $number } minn { $total }
changes_of = { $title }: tibdiliet

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] sessjoni waħda
    [two] żewġ sessjonijiet
    [few] { $n } sessjonijiet
    [many] { $n }-il sessjoni
   *[other] { $n } sessjoni
}
