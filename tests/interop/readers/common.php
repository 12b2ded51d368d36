<?php
// Shared by the PHP readers: file names in, JSON out, one line per file.

error_reporting(E_ERROR);
date_default_timezone_set('UTC');
if (($argv[1] ?? '') === '--version') {
    echo $version, "\n";
    exit;
}
foreach (preg_split('/\s+/', stream_get_contents(STDIN), -1, PREG_SPLIT_NO_EMPTY) as $file) {
    try {
        $told = ['file' => $file, 'events' => $read(file_get_contents($file))];
    } catch (Throwable $error) {
        $told = ['file' => $file, 'error' => substr(get_class($error) . ': ' . $error->getMessage(), 0, 300)];
    }
    echo json_encode($told, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES), "\n";
}
