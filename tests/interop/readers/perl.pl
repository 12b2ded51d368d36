# Data::ICal: reads properties, knows no time zones; so times are left out but for those in UTC and dates.
use strict;
use warnings;
use Data::ICal;
use Encode qw(decode);
use JSON::PP;

if (@ARGV && $ARGV[0] eq '--version') { print "$Data::ICal::VERSION\n"; exit }
my $json = JSON::PP->new->utf8;
for my $file (split ' ', do { local $/; <STDIN> }) {
    my @warned;
    local $SIG{__WARN__} = sub { push @warned, $_[0] };
    my $data = do { local $/; open my $in, '<:raw', $file or die; decode('UTF-8', <$in>) };
    my $calendar = Data::ICal->new(data => $data);
    if (!$calendar) {
        print $json->encode({ file => $file, error => 'refused: ' . $calendar->error_message }), "\n";
        next;
    }
    my @events;
    for my $event (@{ $calendar->entries }) {
        next if $event->ical_entry_type ne 'VEVENT';
        my $property = sub { my $all = $event->property($_[0]); $all ? $all->[0] : undef };
        my $text = sub { my $one = $property->($_[0]); $one ? $one->decoded_value : undef };
        my $when = sub {
            my $value = $text->($_[0]);
            return "$1-$2-$3" if $value =~ /^(\d{4})(\d\d)(\d\d)$/;
            return "$1-$2-$3T$4:$5:$6Z" if $value =~ /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
            return undef;
        };
        push @events, {
            uid => $text->('uid'), start => $when->('dtstart'), end => $when->('dtend'), summary => $text->('summary'),
            description => $text->('description'), location => $text->('location'), status => $text->('status'),
            sequence => 0 + $text->('sequence'),
        };
    }
    print $json->encode({ file => $file, events => \@events }), "\n";
}
