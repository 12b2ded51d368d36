### Latvian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = latviešu
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Atcelts:
notice = Šī sesija ir atcelta.
calendar_speakers = Runātāji:
calendar_join = Pievienoties:
announced_as = izziņots kā
calendar_organiser = Organizators:
calendar_up_to_date = Vai tas ir jaunākais?
online = Tiešsaistē

## What a session says.

when = Kad
place = Kur
join = Pievienoties
speakers = Runātāji
organised_by = Organizators
more_information = Vairāk informācijas
status = Statuss
confirmed = apstiprināta
tentative = provizoriska
cancelled = atcelta
moved = pārcelta
all_day = Visu dienu
time_zone = Laika josla

## State.

session_moved = Šī sesija ir pārcelta.
old_time = Iepriekšējais laiks
new_time = Jaunais laiks
series_ended = Šis cikls ir beidzies.
# Of a series, then of a session.
ended = beidzies
session_ended = beigusies
sessions = Sesijas
next_session = Nākamā sesija

## Adding and subscribing.

add_to_calendar = Pievienot kalendāram
subscribe_to_all = Abonēt visas sesijas
subscribe = Abonēt
stays_up_to_date = vienmēr aktuāls
add_once = Pievienot vienreiz
copy_of_today = šodienas stāvokļa kopija
webcal_apps = Outlook (datorā), Thunderbird, citas lietotnes
google_calendar = Google kalendārs
apple_calendar = Apple kalendārs
other_calendar = Cits kalendārs (.ics fails)
copy_address = Kopēt adresi
copied = Nokopēts
qr_code = QR kods
scan_code = Noskenējiet kodu ar tālruni, lai tur atvērtu šo lapu.
download_all = Lejupielādēt visas sesijas vienā failā

## Help.

nothing_happens = Ja nekas nenotiek, atveriet šo lapu pārlūkprogrammā.
open_in_browser = Atvērt pārlūkprogrammā
google_delay = Var paiet līdz pat diennaktij, līdz Google parāda izmaiņas.
google_fallback = Ja Google nepieņem saiti, nokopējiet adresi un pievienojiet to tur sadaļā “No vietrāža URL”.
on_android = Android ierīcē abonējiet Google kalendāra vietnē vai ar tādu lietotni kā ICSx5.

## Page layout.

language = Valoda
skip_to_content = Pāriet uz saturu
all_series = Visi cikli
my_selection = Mana izlase
subscribe_to_part = Abonēt daļu
choose_sessions = Izvēlieties savus pasākumus
show_selection = Rādīt manu izlasi
tracks = Tēmas
rooms = Zāles
calendars = Kalendāri
no_series = Šeit vēl nav publicēts neviens cikls.
imprint = Juridiskā informācija
privacy = Privātums
last_updated = Pēdējoreiz atjaunināts

## The reader's copy.

entry_current = Jūsu kalendāra ieraksts ir aktuāls.
entry_outdated = Jūsu kalendāra ieraksts ir novecojis.
changed_since = Kas mainījies kopš jūsu kopijas:
changed_back = Izmaiņas ir atsauktas: laiks, vieta un nosaukums ir tādi, kādi tie ir jums.
was = bija
now = tagad
none = nav
update_subscribed = Ja esat abonējis ciklu, kalendārs izmaiņas ielādēs pats, atkarībā no kalendāra stundas vai diennakts laikā.
update_added = Lai atjauninātu no faila pievienotu ierakstu, izdzēsiet to un pievienojiet sesiju vēlreiz: tikai daži kalendāri maina ierakstu pēc otra faila.

## Fields that changed.

title = Nosaukums
description = Apraksts
join_link = Saite, lai pievienotos
reminder = Atgādinājums
categories = Kategorijas

## Errors.

not_found = Lapa nav atrasta
not_found_text = Šajā adresē nekas nav publicēts.
gone = Vairs nav pieejams
gone_text = Tas, kas bija publicēts šajā adresē, ir neatgriezeniski atsaukts.
unavailable = Īslaicīgi nav pieejams
unavailable_text = Šajā adresē publicēto pašlaik nevar parādīt. Lūdzu, mēģiniet vēlāk.

## Mail, embedding, feed of changes.

mail_add_session = Pievienojiet šo sesiju savam kalendāram
mail_add_series = Pievienojiet visas sesijas savam kalendāram
open_page = Atvērt lapu
copy = Kopēt
preview = Priekšskatījums
mail_kit = E-pasta komplekts
plain_text = Vienkāršs teksts
links = Saites
mail_draft = E-pasta melnraksts (.eml)
embed = Iegult
what_changed = Izmaiņas
new_session = Jauna sesija
changed = Mainīta

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizators: { $name }
published_by = Publicē { $name }
your_time = Jūsu laiks: { $time }
session_of = { $number }. sesija no { $total }
changes_of = { $title }: izmaiņas

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [zero] { $n } sesiju
    [one] { $n } sesija
   *[other] { $n } sesijas
}
