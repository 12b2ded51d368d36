### Irish.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = Gaeilge
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Curtha ar ceal:
notice = Tá an seisiún seo curtha ar ceal.
calendar_speakers = Cainteoirí:
calendar_join = Glac páirt:
announced_as = fógartha mar
calendar_organiser = Eagraithe ag
calendar_up_to_date = An bhfuil sé cothrom le dáta?
online = Ar líne

## What a session says.

when = Cathain
place = Cá háit
join = Glac páirt
speakers = Cainteoirí
organised_by = Eagraithe ag
more_information = Tuilleadh eolais
status = Stádas
confirmed = deimhnithe
tentative = sealadach
cancelled = curtha ar ceal
moved = athraithe
all_day = An lá ar fad
time_zone = Crios ama

## State.

session_moved = Tá am an tseisiúin seo athraithe.
old_time = An seanam
new_time = An t-am nua
series_ended = Tá deireadh leis an tsraith seo.
# Of a series, then of a session.
ended = críochnaithe
session_ended = críochnaithe
sessions = Seisiúin
next_session = An chéad seisiún eile

## Adding and subscribing.

add_to_calendar = Cuir leis an bhféilire
subscribe_to_all = Liostáil do na seisiúin go léir
subscribe = Liostáil
stays_up_to_date = fanann sé cothrom le dáta
add_once = Cuir leis uair amháin
copy_of_today = cóip mar atá inniu
webcal_apps = Outlook (deisce), Thunderbird, aipeanna eile
google_calendar = Google Calendar
apple_calendar = Féilire Apple
other_calendar = Féilire eile (comhad .ics)
copy_address = Cóipeáil an seoladh
copied = Cóipeáilte
qr_code = Cód QR
scan_code = Scan an cód le fón chun an leathanach seo a oscailt ansin.
download_all = Íoslódáil na seisiúin go léir in aon chomhad amháin

## Help.

nothing_happens = Mura dtarlaíonn aon rud, oscail an leathanach seo i do bhrabhsálaí.
open_in_browser = Oscail sa bhrabhsálaí
google_delay = D’fhéadfadh sé lá a thógáil ar Google na hathruithe a thaispeáint.
google_fallback = Mura nglacann Google leis an nasc, cóipeáil an seoladh agus cuir leis é ansin faoi “From URL”.
on_android = Ar Android, liostáil ar shuíomh gréasáin Google Calendar nó le haip ar nós ICSx5.

## Page layout.

language = Teanga
skip_to_content = Léim go dtí an t-ábhar
all_series = Gach sraith
my_selection = Mo rogha
subscribe_to_part = Liostáil le cuid
choose_sessions = Roghnaigh do sheisiúin féin
show_selection = Taispeáin mo rogha
tracks = Téamaí
rooms = Seomraí
calendars = Féilirí
no_series = Níl aon sraith foilsithe anseo fós.
imprint = Fógra dlíthiúil
privacy = Príobháideachas
last_updated = Nuashonraithe

## The reader's copy.

entry_current = Tá an iontráil i d’fhéilire cothrom le dáta.
entry_outdated = Tá an iontráil i d’fhéilire as dáta.
changed_since = Cad a d’athraigh ó rinneadh do chóip:
changed_back = Cuireadh na hathruithe ar ceal: tá an t-am, an áit agus an teideal mar atá siad agat.
was = roimhe seo
now = anois
none = dada
update_subscribed = Má tá tú liostáilte don tsraith, faigheann d’fhéilire an t-athrú uaidh féin, laistigh d’uair an chloig nó de lá, ag brath ar an bhféilire.
update_added = Chun iontráil a chuir tú leis ó chomhad a nuashonrú, scrios í agus cuir an seisiún leis arís: is beag féilire a athraíonn iontráil le comhad eile.

## Fields that changed.

title = Teideal
description = Cur síos
join_link = Nasc chun páirt a ghlacadh
reminder = Meabhrúchán
categories = Catagóirí

## Errors.

not_found = Níor aimsíodh an leathanach
not_found_text = Níl aon rud foilsithe ag an seoladh seo.
gone = Níl sé ar fáil a thuilleadh
gone_text = Tarraingíodh siar go buan an méid a bhí foilsithe ag an seoladh seo.
unavailable = Níl sé ar fáil faoi láthair
unavailable_text = Ní féidir an méid atá foilsithe ag an seoladh seo a thaispeáint faoi láthair. Bain triail eile as ar ball.

## Mail, embedding, feed of changes.

mail_add_session = Cuir an seisiún seo le d’fhéilire
mail_add_series = Cuir na seisiúin go léir le d’fhéilire
open_page = Oscail an leathanach
copy = Cóipeáil
preview = Réamhamharc
mail_kit = Pacáiste ríomhphoist
plain_text = Gnáth-théacs
links = Naisc
mail_draft = Dréacht ríomhphoist (.eml)
embed = Leabaigh
what_changed = Athruithe
new_session = Seisiún nua
changed = Athraithe

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Eagraithe ag { $name }
published_by = Foilsithe ag { $name }
your_time = D’am féin: { $time }
session_of = Seisiún { $number } as { $total }
changes_of = { $title }: athruithe

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } seisiún
    [two] { $n } sheisiún
    [few] { $n } sheisiún
    [many] { $n } seisiún
   *[other] { $n } seisiún
}
