### Spanish.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = español
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Cancelado:
notice = Esta sesión se ha cancelado.
calendar_speakers = Ponentes:
calendar_join = Unirse:
announced_as = anunciado como
calendar_organiser = Organiza:
calendar_up_to_date = ¿Está actualizado?
online = En línea

## What a session says.

when = Cuándo
place = Dónde
join = Unirse
speakers = Ponentes
organised_by = Organizado por
more_information = Más información
status = Estado
confirmed = confirmada
tentative = provisional
cancelled = cancelada
moved = cambiada de fecha
all_day = Todo el día
time_zone = Zona horaria

## State.

session_moved = Esta sesión ha cambiado de fecha u hora.
old_time = Horario anterior
new_time = Nuevo horario
series_ended = Esta serie ha terminado.
# Of a series, then of a session.
ended = terminada
session_ended = terminada
sessions = Sesiones
next_session = Próxima sesión

## Adding and subscribing.

add_to_calendar = Añadir al calendario
subscribe_to_all = Suscribirse a todas las sesiones
subscribe = Suscribirse
stays_up_to_date = se mantiene al día
add_once = Añadir una vez
copy_of_today = una copia tal como está hoy
webcal_apps = Outlook (escritorio), Thunderbird, otras aplicaciones
google_calendar = Google Calendar
apple_calendar = Calendario de Apple
other_calendar = Otro calendario (archivo .ics)
copy_address = Copiar la dirección
copied = Copiado
qr_code = Código QR
scan_code = Escanee el código con un teléfono para abrir allí esta página.
download_all = Descargar todas las sesiones en un solo archivo

## Help.

nothing_happens = Si no ocurre nada, abra esta página en su navegador.
open_in_browser = Abrir en el navegador
google_delay = Google puede tardar hasta un día en mostrar los cambios.
google_fallback = Si Google no acepta el enlace, copie la dirección y añádala allí en «Desde URL».
on_android = En Android, suscríbase en el sitio web de Google Calendar o con una aplicación como ICSx5.

## Page layout.

language = Idioma
skip_to_content = Saltar al contenido
all_series = Todas las series
my_selection = Mi selección
subscribe_to_part = Suscribirse a una parte
choose_sessions = Elija sus sesiones
show_selection = Mostrar mi selección
tracks = Itinerarios
rooms = Salas
calendars = Calendarios
no_series = Aún no hay ninguna serie publicada aquí.
imprint = Aviso legal
privacy = Privacidad
last_updated = Última actualización

## The reader's copy.

entry_current = La entrada de su calendario está al día.
entry_outdated = La entrada de su calendario no está al día.
changed_since = Qué ha cambiado desde su copia:
changed_back = Los cambios se han revertido: la hora, el lugar y el título son los que usted tiene.
was = antes
now = ahora
none = ninguno
update_subscribed = Si está suscrito a la serie, su calendario obtiene el cambio por sí solo, en una hora o en un día según el calendario.
update_added = Para actualizar una entrada añadida desde un archivo, elimínela y añada de nuevo la sesión: pocos calendarios modifican una entrada con un segundo archivo.

## Fields that changed.

title = Título
description = Descripción
join_link = Enlace para unirse
reminder = Recordatorio
categories = Categorías

## Errors.

not_found = Página no encontrada
not_found_text = No hay nada publicado en esta dirección.
gone = Ya no está disponible
gone_text = Lo que estaba publicado en esta dirección se ha retirado definitivamente.
unavailable = No disponible temporalmente
unavailable_text = Lo publicado en esta dirección no puede mostrarse en este momento. Inténtelo de nuevo más tarde.

## Mail, embedding, feed of changes.

mail_add_session = Añadir esta sesión a su calendario
mail_add_series = Añadir todas las sesiones a su calendario
open_page = Abrir la página
copy = Copiar
preview = Vista previa
mail_kit = Kit de correo
plain_text = Texto sin formato
links = Enlaces
mail_draft = Borrador de correo (.eml)
embed = Insertar
what_changed = Cambios
new_session = Nueva sesión
changed = Modificada

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizado por { $name }
published_by = Publicado por { $name }
your_time = Su hora: { $time }
session_of = Sesión { $number } de { $total }
changes_of = { $title }: cambios

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sesión
    [many] { $n } de sesiones
   *[other] { $n } sesiones
}
