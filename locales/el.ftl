### Greek.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = ελληνικά
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Ακυρώθηκε:
notice = Η συνεδρία ακυρώθηκε.
calendar_speakers = Ομιλητές:
calendar_join = Συμμετοχή:
announced_as = ανακοινώθηκε ως
calendar_organiser = Διοργάνωση:
calendar_up_to_date = Είναι ενημερωμένο;
online = Διαδικτυακά

## What a session says.

when = Πότε
place = Πού
join = Συμμετοχή
speakers = Ομιλητές
organised_by = Διοργάνωση
more_information = Περισσότερες πληροφορίες
status = Κατάσταση
confirmed = επιβεβαιωμένη
tentative = υπό επιβεβαίωση
cancelled = ακυρωμένη
moved = μετατέθηκε
all_day = Όλη την ημέρα
time_zone = Ζώνη ώρας

## State.

session_moved = Η συνεδρία μετατέθηκε.
old_time = Προηγούμενη ώρα
new_time = Νέα ώρα
series_ended = Η σειρά ολοκληρώθηκε.
# Of a series, then of a session.
ended = ολοκληρώθηκε
session_ended = ολοκληρώθηκε
sessions = Συνεδρίες
next_session = Επόμενη συνεδρία

## Adding and subscribing.

add_to_calendar = Προσθήκη στο ημερολόγιο
subscribe_to_all = Εγγραφή σε όλες τις συνεδρίες
subscribe = Εγγραφή
stays_up_to_date = παραμένει ενημερωμένο
add_once = Προσθήκη μία φορά
copy_of_today = αντίγραφο όπως είναι σήμερα
webcal_apps = Outlook (υπολογιστή), Thunderbird, άλλες εφαρμογές
google_calendar = Ημερολόγιο Google
apple_calendar = Ημερολόγιο Apple
other_calendar = Άλλο ημερολόγιο (αρχείο .ics)
copy_address = Αντιγραφή της διεύθυνσης
copied = Αντιγράφηκε
qr_code = Κωδικός QR
scan_code = Σαρώστε τον κωδικό με ένα τηλέφωνο για να ανοίξετε εκεί αυτή τη σελίδα.
download_all = Λήψη όλων των συνεδριών σε ένα αρχείο

## Help.

nothing_happens = Αν δεν συμβεί τίποτα, ανοίξτε αυτή τη σελίδα στο πρόγραμμα περιήγησης.
open_in_browser = Άνοιγμα στο πρόγραμμα περιήγησης
google_delay = Η Google μπορεί να χρειαστεί έως μία ημέρα για να εμφανίσει τις αλλαγές.
google_fallback = Αν η Google δεν δέχεται τον σύνδεσμο, αντιγράψτε τη διεύθυνση και προσθέστε την εκεί, στην επιλογή «Από διεύθυνση URL».
on_android = Στο Android, εγγραφείτε από τον ιστότοπο του Ημερολογίου Google ή με μια εφαρμογή όπως το ICSx5.

## Page layout.

language = Γλώσσα
skip_to_content = Μετάβαση στο περιεχόμενο
all_series = Όλες οι σειρές
my_selection = Η επιλογή μου
subscribe_to_part = Εγγραφή σε ένα μέρος
choose_sessions = Επιλέξτε τις δικές σας εκδηλώσεις
show_selection = Εμφάνιση της επιλογής μου
tracks = Θεματικές
rooms = Αίθουσες
calendars = Ημερολόγια
no_series = Δεν έχει δημοσιευτεί ακόμη καμία σειρά εδώ.
imprint = Νομικές πληροφορίες
privacy = Απόρρητο
last_updated = Τελευταία ενημέρωση

## The reader's copy.

entry_current = Η καταχώριση στο ημερολόγιό σας είναι ενημερωμένη.
entry_outdated = Η καταχώριση στο ημερολόγιό σας δεν είναι ενημερωμένη.
changed_since = Τι άλλαξε από το αντίγραφό σας:
changed_back = Οι αλλαγές αναιρέθηκαν: η ώρα, ο τόπος και ο τίτλος είναι αυτά που έχετε.
was = πριν
now = τώρα
none = κανένα
update_subscribed = Αν έχετε εγγραφεί στη σειρά, το ημερολόγιό σας λαμβάνει μόνο του την αλλαγή, μέσα σε μία ώρα ή μία ημέρα, ανάλογα με το ημερολόγιο.
update_added = Για να ενημερώσετε μια καταχώριση που προσθέσατε από αρχείο, διαγράψτε την και προσθέστε ξανά τη συνεδρία: λίγα ημερολόγια αλλάζουν μια καταχώριση με δεύτερο αρχείο.

## Fields that changed.

title = Τίτλος
description = Περιγραφή
join_link = Σύνδεσμος συμμετοχής
reminder = Υπενθύμιση
categories = Κατηγορίες

## Errors.

not_found = Η σελίδα δεν βρέθηκε
not_found_text = Δεν έχει δημοσιευτεί τίποτα σε αυτή τη διεύθυνση.
gone = Δεν είναι πλέον διαθέσιμο
gone_text = Ό,τι είχε δημοσιευτεί σε αυτή τη διεύθυνση αποσύρθηκε οριστικά.
unavailable = Προσωρινά μη διαθέσιμο
unavailable_text = Ό,τι έχει δημοσιευτεί σε αυτή τη διεύθυνση δεν μπορεί να εμφανιστεί αυτή τη στιγμή. Δοκιμάστε ξανά αργότερα.

## Mail, embedding, feed of changes.

mail_add_session = Προσθέστε αυτή τη συνεδρία στο ημερολόγιό σας
mail_add_series = Προσθέστε όλες τις συνεδρίες στο ημερολόγιό σας
open_page = Άνοιγμα της σελίδας
copy = Αντιγραφή
preview = Προεπισκόπηση
mail_kit = Πακέτο για email
plain_text = Απλό κείμενο
links = Σύνδεσμοι
mail_draft = Πρόχειρο email (.eml)
embed = Ενσωμάτωση
what_changed = Αλλαγές
new_session = Νέα συνεδρία
changed = Άλλαξε

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Διοργάνωση: { $name }
published_by = Δημοσίευση από { $name }
your_time = Η ώρα σας: { $time }
session_of = Συνεδρία { $number } από { $total }
changes_of = { $title }: αλλαγές

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } συνεδρία
   *[other] { $n } συνεδρίες
}
