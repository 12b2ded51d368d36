<?php
// sabre/vobject (Nextcloud).

require_once 'Sabre/VObject/autoload.php';

$read = function (string $data): array {
    $calendar = Sabre\VObject\Reader::read($data);
    $events = [];
    $when = function ($property): string {
        $at = $property->getDateTime();
        if (!$property->hasTime()) {
            return $at->format('Y-m-d');
        }
        return (clone $at)->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d\TH:i:s\Z');
    };
    foreach ($calendar->VEVENT as $event) {
        $text = fn (string $name) => isset($event->$name) ? $event->$name->getValue() : null;
        $events[] = [
            'uid' => $text('UID'), 'start' => $when($event->DTSTART), 'end' => $when($event->DTEND),
            'summary' => $text('SUMMARY'), 'description' => $text('DESCRIPTION'), 'location' => $text('LOCATION'),
            'status' => $text('STATUS'), 'sequence' => (int) $text('SEQUENCE'),
        ];
    }
    return $events;
};
$version = Sabre\VObject\Version::VERSION;
require __DIR__ . '/common.php';
