### Portuguese, as in Brazil.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = português (Brasil)
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Cancelado:
notice = Esta sessão foi cancelada.
calendar_speakers = Palestrantes:
calendar_join = Participar:
announced_as = anunciado como
calendar_organiser = Organizado por
calendar_up_to_date = Está atualizado?
online = On-line

## What a session says.

when = Quando
place = Onde
join = Participar
speakers = Palestrantes
organised_by = Organizado por
more_information = Mais informações
status = Status
confirmed = confirmada
tentative = a confirmar
cancelled = cancelada
moved = remarcada
all_day = O dia todo
time_zone = Fuso horário

## State.

session_moved = Esta sessão foi remarcada.
old_time = Horário anterior
new_time = Novo horário
series_ended = Esta série terminou.
# Of a series, then of a session.
ended = encerrada
session_ended = encerrada
sessions = Sessões
next_session = Próxima sessão

## Adding and subscribing.

add_to_calendar = Adicionar à agenda
subscribe_to_all = Assinar todas as sessões
subscribe = Assinar
stays_up_to_date = fica sempre atualizado
add_once = Adicionar uma vez
copy_of_today = uma cópia como está hoje
webcal_apps = Outlook (computador), Thunderbird, outros aplicativos
google_calendar = Google Agenda
apple_calendar = Calendário da Apple
other_calendar = Outra agenda (arquivo .ics)
copy_address = Copiar o endereço
copied = Copiado
qr_code = Código QR
scan_code = Escaneie o código com um celular para abrir esta página nele.
download_all = Baixar todas as sessões em um único arquivo

## Help.

nothing_happens = Se nada acontecer, abra esta página no navegador.
open_in_browser = Abrir no navegador
google_delay = O Google pode levar até um dia para mostrar as alterações.
google_fallback = Se o Google não aceitar o link, copie o endereço e adicione-o lá em “Do URL”.
on_android = No Android, assine pelo site do Google Agenda ou com um aplicativo como o ICSx5.

## Page layout.

language = Idioma
skip_to_content = Ir para o conteúdo
all_series = Todas as séries
my_selection = Minha seleção
subscribe_to_part = Assinar uma parte
choose_sessions = Escolha suas sessões
show_selection = Mostrar minha seleção
tracks = Trilhas
rooms = Salas
calendars = Agendas
no_series = Nenhuma série foi publicada aqui ainda.
imprint = Aviso legal
privacy = Privacidade
last_updated = Última atualização

## The reader's copy.

entry_current = A entrada na sua agenda está atualizada.
entry_outdated = A entrada na sua agenda está desatualizada.
changed_since = O que mudou desde a sua cópia:
changed_back = As alterações foram desfeitas: o horário, o local e o título são os que você tem.
was = antes
now = agora
none = nada
update_subscribed = Se você assinou a série, a sua agenda busca a alteração sozinha, em uma hora ou em um dia, dependendo da agenda.
update_added = Para atualizar uma entrada adicionada a partir de um arquivo, exclua-a e adicione a sessão novamente: poucas agendas alteram uma entrada por meio de um segundo arquivo.

## Fields that changed.

title = Título
description = Descrição
join_link = Link para participar
reminder = Lembrete
categories = Categorias

## Errors.

not_found = Página não encontrada
not_found_text = Não há nada publicado neste endereço.
gone = Não está mais disponível
gone_text = O que estava publicado neste endereço foi retirado definitivamente.
unavailable = Temporariamente indisponível
unavailable_text = O que está publicado neste endereço não pode ser exibido no momento. Tente novamente mais tarde.

## Mail, embedding, feed of changes.

mail_add_session = Adicione esta sessão à sua agenda
mail_add_series = Adicione todas as sessões à sua agenda
open_page = Abrir a página
copy = Copiar
preview = Prévia
mail_kit = Kit de e-mail
plain_text = Texto sem formatação
links = Links
mail_draft = Rascunho de e-mail (.eml)
embed = Incorporar
what_changed = O que mudou
new_session = Nova sessão
changed = Alterada

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizado por { $name }
published_by = Publicado por { $name }
your_time = No seu horário: { $time }
session_of = Sessão { $number } de { $total }
changes_of = { $title }: o que mudou

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sessão
    [many] { $n } de sessões
   *[other] { $n } sessões
}
