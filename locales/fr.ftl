### French.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = français
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Annulé :
notice = Cette session est annulée.
calendar_speakers = Intervenants :
calendar_join = Participer :
announced_as = annoncé comme
calendar_organiser = Organisé par
calendar_up_to_date = À jour ?
online = En ligne

## What a session says.

when = Quand
place = Où
join = Participer
speakers = Intervenants
organised_by = Organisé par
more_information = Plus d’informations
status = Statut
confirmed = confirmée
tentative = provisoire
cancelled = annulée
moved = déplacée
all_day = Toute la journée
time_zone = Fuseau horaire

## State.

session_moved = Cette session a été déplacée.
old_time = Ancien horaire
new_time = Nouvel horaire
series_ended = Cette série est terminée.
# Of a series, then of a session.
ended = terminée
session_ended = terminée
sessions = Sessions
next_session = Prochaine session

## Adding and subscribing.

add_to_calendar = Ajouter au calendrier
subscribe_to_all = S’abonner à toutes les sessions
subscribe = S’abonner
stays_up_to_date = reste à jour
add_once = Ajouter une fois
copy_of_today = une copie de l’état actuel
webcal_apps = Outlook (bureau), Thunderbird, autres applications
google_calendar = Google Agenda
apple_calendar = Calendrier Apple
other_calendar = Autre calendrier (fichier .ics)
copy_address = Copier l’adresse
copied = Copié
qr_code = Code QR
scan_code = Scannez le code avec un téléphone pour y ouvrir cette page.
download_all = Télécharger toutes les sessions en un seul fichier

## Help.

nothing_happens = Si rien ne se passe, ouvrez cette page dans votre navigateur.
open_in_browser = Ouvrir dans le navigateur
google_delay = Google peut mettre jusqu’à un jour à afficher les modifications.
google_fallback = Si Google n’accepte pas le lien, copiez l’adresse et ajoutez-la sous « À partir de l’URL ».
on_android = Sur Android, abonnez-vous sur le site web de Google Agenda ou avec une application comme ICSx5.

## Page layout.

language = Langue
skip_to_content = Aller au contenu
all_series = Toutes les séries
my_selection = Ma sélection
subscribe_to_part = S’abonner à une partie
choose_sessions = Choisir ses séances
show_selection = Afficher ma sélection
tracks = Parcours
rooms = Salles
calendars = Calendriers
no_series = Aucune série n’est encore publiée ici.
imprint = Mentions légales
privacy = Confidentialité
last_updated = Dernière mise à jour

## The reader's copy.

entry_current = L’entrée de votre calendrier est à jour.
entry_outdated = L’entrée de votre calendrier n’est plus à jour.
changed_since = Ce qui a changé depuis votre copie :
changed_back = Les modifications ont été annulées : l’horaire, le lieu et le titre sont ceux que vous avez.
was = avant
now = maintenant
none = rien
update_subscribed = Si vous êtes abonné à la série, votre calendrier récupère la modification tout seul, en une heure ou en un jour selon le calendrier.
update_added = Pour mettre à jour une entrée ajoutée depuis un fichier, supprimez-la et ajoutez la session de nouveau : peu de calendriers modifient une entrée au moyen d’un second fichier.

## Fields that changed.

title = Titre
description = Description
join_link = Lien de participation
reminder = Rappel
categories = Catégories

## Errors.

not_found = Page introuvable
not_found_text = Rien n’est publié à cette adresse.
gone = N’est plus disponible
gone_text = Ce qui était publié à cette adresse a été retiré définitivement.
unavailable = Temporairement indisponible
unavailable_text = Ce qui est publié à cette adresse ne peut pas être affiché pour le moment. Veuillez réessayer plus tard.

## Mail, embedding, feed of changes.

mail_add_session = Ajouter cette session à votre calendrier
mail_add_series = Ajouter toutes les sessions à votre calendrier
open_page = Ouvrir la page
copy = Copier
preview = Aperçu
mail_kit = Kit d’e-mailing
plain_text = Texte brut
links = Liens
mail_draft = Brouillon d’e-mail (.eml)
embed = Intégrer
what_changed = Modifications
new_session = Nouvelle session
changed = Modifiée

## Punctuation, with the spaces before it.

comma = ,
label = { $label } :
labelled = { $label } : { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Organisé par { $name }
published_by = Publié par { $name }
your_time = Votre heure : { $time }
session_of = Session { $number } sur { $total }
changes_of = { $title } : modifications

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } session
    [many] { $n } de sessions
   *[other] { $n } sessions
}
