### Bulgarian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = български
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Отменено:
notice = Тази сесия е отменена.
calendar_speakers = Лектори:
calendar_join = Присъединяване:
announced_as = обявено като
calendar_organiser = Организатор:
calendar_up_to_date = Актуално ли е?
online = Онлайн

## What a session says.

when = Кога
place = Къде
join = Присъединяване
speakers = Лектори
organised_by = Организатор
more_information = Повече информация
status = Състояние
confirmed = потвърдена
tentative = предварителна
cancelled = отменена
moved = преместена
all_day = Цял ден
time_zone = Часова зона

## State.

session_moved = Тази сесия е преместена.
old_time = Предишен час
new_time = Нов час
series_ended = Тази поредица приключи.
# Of a series, then of a session.
ended = приключила
session_ended = приключила
sessions = Сесии
next_session = Следваща сесия

## Adding and subscribing.

add_to_calendar = Добавяне в календара
subscribe_to_all = Абониране за всички сесии
subscribe = Абониране
stays_up_to_date = остава актуално
add_once = Еднократно добавяне
copy_of_today = копие към днешния ден
webcal_apps = Outlook (за компютър), Thunderbird, други приложения
google_calendar = Google Календар
apple_calendar = Календар на Apple
other_calendar = Друг календар (файл .ics)
copy_address = Копиране на адреса
copied = Копирано
qr_code = QR код
scan_code = Сканирайте кода с телефон, за да отворите тази страница на него.
download_all = Изтегляне на всички сесии в един файл

## Help.

nothing_happens = Ако нищо не се случи, отворете тази страница в браузъра си.
open_in_browser = Отваряне в браузъра
google_delay = Може да мине до един ден, докато Google покаже промените.
google_fallback = Ако Google не приема връзката, копирайте адреса и го добавете там в „От URL адрес“.
on_android = На Android се абонирайте от уебсайта на Google Календар или с приложение като ICSx5.

## Page layout.

language = Език
skip_to_content = Към съдържанието
all_series = Всички поредици
my_selection = Моят избор
subscribe_to_part = Абониране за част
choose_sessions = Изберете своите събития
show_selection = Покажи моя избор
tracks = Направления
rooms = Зали
calendars = Календари
no_series = Тук все още не е публикувана нито една поредица.
imprint = Правна информация
privacy = Поверителност
last_updated = Последна актуализация

## The reader's copy.

entry_current = Записът в календара Ви е актуален.
entry_outdated = Записът в календара Ви не е актуален.
changed_since = Какво се промени спрямо Вашето копие:
changed_back = Промените са върнати: часът, мястото и заглавието са тези, които имате.
was = преди
now = сега
none = няма
update_subscribed = Ако сте абонирани за поредицата, календарът Ви сам изтегля промяната, до час или до ден в зависимост от календара.
update_added = За да актуализирате запис, добавен от файл, изтрийте го и добавете сесията отново: малко календари променят запис чрез втори файл.

## Fields that changed.

title = Заглавие
description = Описание
join_link = Връзка за участие
reminder = Напомняне
categories = Категории

## Errors.

not_found = Страницата не е намерена
not_found_text = На този адрес няма нищо публикувано.
gone = Вече не е достъпно
gone_text = Публикуваното на този адрес е оттеглено окончателно.
unavailable = Временно недостъпно
unavailable_text = Публикуваното на този адрес не може да бъде показано в момента. Опитайте отново по-късно.

## Mail, embedding, feed of changes.

mail_add_session = Добавете тази сесия в календара си
mail_add_series = Добавете всички сесии в календара си
open_page = Отваряне на страницата
copy = Копиране
preview = Преглед
mail_kit = Комплект за имейл
plain_text = Обикновен текст
links = Връзки
mail_draft = Чернова на имейл (.eml)
embed = Вграждане
what_changed = Промени
new_session = Нова сесия
changed = Променена

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Организатор: { $name }
published_by = Публикувано от { $name }
your_time = Вашият час: { $time }
session_of = Сесия { $number } от { $total }
changes_of = { $title }: промени

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } сесия
   *[other] { $n } сесии
}
