<?php
// Horde_Icalendar.

spl_autoload_register(function (string $class): void {
    @include_once str_replace(['_', '\\'], '/', $class) . '.php';
});

$read = function (string $data): array {
    $calendar = new Horde_Icalendar();
    if (!$calendar->parsevCalendar($data)) {
        throw new Exception('refused');
    }
    $events = [];
    $when = function ($value): string {
        return is_array($value)
            ? sprintf('%04d-%02d-%02d', $value['year'], $value['month'], $value['mday'])
            : gmdate('Y-m-d\TH:i:s\Z', $value);
    };
    foreach ($calendar->getComponents() as $event) {
        if ($event->getType() !== 'vEvent') {
            continue;
        }
        $text = function (string $name) use ($event) {
            try {
                return $event->getAttribute($name);
            } catch (Horde_Icalendar_Exception $absent) {
                return null;
            }
        };
        $events[] = [
            'uid' => $text('UID'), 'start' => $when($text('DTSTART')), 'end' => $when($text('DTEND')),
            'summary' => $text('SUMMARY'), 'description' => $text('DESCRIPTION'), 'location' => $text('LOCATION'),
            'status' => $text('STATUS'), 'sequence' => (int) $text('SEQUENCE'),
        ];
    }
    return $events;
};
$version = trim(shell_exec("dpkg-query -W -f '\${Version}' php-horde-icalendar") ?? '');
require __DIR__ . '/common.php';
