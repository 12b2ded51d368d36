### Portuguese, as in Portugal.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = português
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Cancelado:
notice = Esta sessão foi cancelada.
calendar_speakers = Oradores:
calendar_join = Participar:
announced_as = anunciado como
calendar_organiser = Organizado por
calendar_up_to_date = Está atualizado?
online = Em linha

## What a session says.

when = Quando
place = Onde
join = Participar
speakers = Oradores
organised_by = Organizado por
more_information = Mais informações
status = Estado
confirmed = confirmada
tentative = provisória
cancelled = cancelada
moved = alterada
all_day = Todo o dia
time_zone = Fuso horário

## State.

session_moved = Esta sessão mudou de data ou hora.
old_time = Horário anterior
new_time = Novo horário
series_ended = Esta série terminou.
# Of a series, then of a session.
ended = terminada
session_ended = terminada
sessions = Sessões
next_session = Próxima sessão

## Adding and subscribing.

add_to_calendar = Adicionar ao calendário
subscribe_to_all = Subscrever todas as sessões
subscribe = Subscrever
stays_up_to_date = mantém-se atualizado
add_once = Adicionar uma vez
copy_of_today = uma cópia tal como está hoje
webcal_apps = Outlook (computador), Thunderbird, outras aplicações
google_calendar = Calendário Google
apple_calendar = Calendário Apple
other_calendar = Outro calendário (ficheiro .ics)
copy_address = Copiar o endereço
copied = Copiado
qr_code = Código QR
scan_code = Leia o código com um telemóvel para abrir lá esta página.
download_all = Descarregar todas as sessões num só ficheiro

## Help.

nothing_happens = Se nada acontecer, abra esta página no seu navegador.
open_in_browser = Abrir no navegador
google_delay = O Google pode demorar até um dia a mostrar as alterações.
google_fallback = Se o Google não aceitar a ligação, copie o endereço e adicione-o lá em «A partir do URL».
on_android = No Android, subscreva no sítio Web do Calendário Google ou com uma aplicação como o ICSx5.

## Page layout.

language = Língua
skip_to_content = Ir para o conteúdo
all_series = Todas as séries
my_selection = A minha seleção
subscribe_to_part = Subscrever uma parte
choose_sessions = Escolha as suas sessões
show_selection = Mostrar a minha seleção
tracks = Percursos
rooms = Salas
calendars = Calendários
no_series = Ainda não há nenhuma série publicada aqui.
imprint = Advertência jurídica
privacy = Privacidade
last_updated = Última atualização

## The reader's copy.

entry_current = A entrada do seu calendário está atualizada.
entry_outdated = A entrada do seu calendário está desatualizada.
changed_since = O que mudou desde a sua cópia:
changed_back = As alterações foram revertidas: a hora, o local e o título são os que tem.
was = antes
now = agora
none = nenhum
update_subscribed = Se subscreveu a série, o seu calendário obtém a alteração por si, numa hora ou num dia, consoante o calendário.
update_added = Para atualizar uma entrada adicionada a partir de um ficheiro, elimine-a e adicione de novo a sessão: poucos calendários alteram uma entrada através de um segundo ficheiro.

## Fields that changed.

title = Título
description = Descrição
join_link = Ligação para participar
reminder = Lembrete
categories = Categorias

## Errors.

not_found = Página não encontrada
not_found_text = Não há nada publicado neste endereço.
gone = Já não está disponível
gone_text = O que estava publicado neste endereço foi retirado definitivamente.
unavailable = Temporariamente indisponível
unavailable_text = O que está publicado neste endereço não pode ser apresentado neste momento. Tente novamente mais tarde.

## Mail, embedding, feed of changes.

mail_add_session = Adicionar esta sessão ao seu calendário
mail_add_series = Adicionar todas as sessões ao seu calendário
open_page = Abrir a página
copy = Copiar
preview = Pré-visualização
mail_kit = Kit de correio
plain_text = Texto simples
links = Ligações
mail_draft = Rascunho de mensagem (.eml)
embed = Incorporar
what_changed = Alterações
new_session = Nova sessão
changed = Alterada

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organizado por { $name }
published_by = Publicado por { $name }
your_time = A sua hora: { $time }
session_of = Sessão { $number } de { $total }
changes_of = { $title }: alterações

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } sessão
    [many] { $n } de sessões
   *[other] { $n } sessões
}
