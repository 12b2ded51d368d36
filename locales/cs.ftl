### Czech.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = čeština
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Zrušeno:
notice = Tato akce je zrušena.
calendar_speakers = Řečníci:
calendar_join = Připojit se:
announced_as = oznámeno jako
calendar_organiser = Pořádá
calendar_up_to_date = Je to aktuální?
online = Online

## What a session says.

when = Kdy
place = Kde
join = Připojit se
speakers = Řečníci
organised_by = Pořádá
more_information = Další informace
status = Stav
confirmed = potvrzeno
tentative = předběžně
cancelled = zrušeno
moved = přesunuto
all_day = Celý den
time_zone = Časové pásmo

## State.

session_moved = Tato akce byla přesunuta.
old_time = Původní čas
new_time = Nový čas
series_ended = Tato řada skončila.
# Of a series, then of a session.
ended = skončila
session_ended = skončila
sessions = Akce
next_session = Příští akce

## Adding and subscribing.

add_to_calendar = Přidat do kalendáře
subscribe_to_all = Odebírat všechny akce
subscribe = Odebírat
stays_up_to_date = zůstává aktuální
add_once = Přidat jednorázově
copy_of_today = kopie dnešního stavu
webcal_apps = Outlook (pro počítač), Thunderbird, jiné aplikace
google_calendar = Kalendář Google
apple_calendar = Kalendář Apple
other_calendar = Jiný kalendář (soubor .ics)
copy_address = Zkopírovat adresu
copied = Zkopírováno
qr_code = QR kód
scan_code = Naskenujte kód telefonem a otevřete tuto stránku v něm.
download_all = Stáhnout všechny akce v jednom souboru

## Help.

nothing_happens = Pokud se nic nestane, otevřete tuto stránku v prohlížeči.
open_in_browser = Otevřít v prohlížeči
google_delay = Googlu může zobrazení změn trvat až jeden den.
google_fallback = Pokud Google odkaz nepřijme, zkopírujte adresu a přidejte ji tam v části „Z adresy URL“.
on_android = V systému Android nastavte odběr na webu Kalendáře Google nebo v aplikaci, jako je ICSx5.

## Page layout.

language = Jazyk
skip_to_content = Přejít k obsahu
all_series = Všechny řady
my_selection = Můj výběr
subscribe_to_part = Odebírat část
choose_sessions = Vyberte si termíny
show_selection = Zobrazit můj výběr
tracks = Sekce
rooms = Místnosti
calendars = Kalendáře
no_series = Zatím zde není zveřejněna žádná řada.
imprint = Právní informace
privacy = Ochrana soukromí
last_updated = Naposledy aktualizováno

## The reader's copy.

entry_current = Váš záznam v kalendáři je aktuální.
entry_outdated = Váš záznam v kalendáři je zastaralý.
changed_since = Co se od vaší kopie změnilo:
changed_back = Změny byly vráceny: čas, místo a název jsou ty, které máte.
was = bylo
now = nyní
none = nic
update_subscribed = Pokud řadu odebíráte, kalendář si změnu načte sám, podle druhu kalendáře do hodiny nebo do dne.
update_added = Chcete-li aktualizovat záznam přidaný ze souboru, smažte jej a přidejte akci znovu: jen málo kalendářů změní záznam podle druhého souboru.

## Fields that changed.

title = Název
description = Popis
join_link = Odkaz pro připojení
reminder = Připomenutí
categories = Kategorie

## Errors.

not_found = Stránka nenalezena
not_found_text = Na této adrese není nic zveřejněno.
gone = Již není k dispozici
gone_text = To, co bylo na této adrese zveřejněno, bylo trvale staženo.
unavailable = Dočasně nedostupné
unavailable_text = To, co je na této adrese zveřejněno, teď nelze zobrazit. Zkuste to prosím později.

## Mail, embedding, feed of changes.

mail_add_session = Přidat tuto akci do kalendáře
mail_add_series = Přidat všechny akce do kalendáře
open_page = Otevřít stránku
copy = Kopírovat
preview = Náhled
mail_kit = Sada pro e-mail
plain_text = Prostý text
links = Odkazy
mail_draft = Koncept e-mailu (.eml)
embed = Vložit na web
what_changed = Změny
new_session = Nová akce
changed = Změněno

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Pořádá { $name }
published_by = Zveřejňuje { $name }
your_time = Váš čas: { $time }
session_of = Akce { $number } z { $total }
changes_of = { $title }: změny

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } akce
    [few] { $n } akce
   *[other] { $n } akcí
}
