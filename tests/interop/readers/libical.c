/* libical (GNOME). */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void quoted(const char *text)
{
    if (!text) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '"' || *at == '\\')
            printf("\\%c", *at);
        else if (*at < 0x20)
            printf("\\u%04x", *at);
        else
            putchar(*at);
    }
    putchar('"');
}

static void when(icaltimetype time)
{
    if (icaltime_is_date(time)) {
        printf("\"%04d-%02d-%02d\"", time.year, time.month, time.day);
        return;
    }
    icaltimetype utc = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
    printf("\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second);
}

static const char *status(icalcomponent *event)
{
    icalproperty *property = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
    return property ? icalproperty_get_value_as_string(property) : NULL;
}

static char *contents(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        exit(2);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *data = calloc(size + 1, 1);
    if (fread(data, 1, size, file) != (size_t)size)
        exit(2);
    fclose(file);
    return data;
}

int main(int argc, char **argv)
{
    char name[4096];
    if (argc > 1 && !strcmp(argv[1], "--version")) {
        puts(ICAL_VERSION);
        return 0;
    }
    while (scanf("%4095s", name) == 1) {
        char *data = contents(name);
        icalcomponent *calendar = icalparser_parse_string(data);
        printf("{\"file\":");
        quoted(name);
        if (!calendar || icalcomponent_count_errors(calendar) > 0) {
            printf(",\"error\":\"refused\"}\n");
            free(data);
            continue;
        }
        printf(",\"events\":[");
        int number = 0;
        for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
             event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            printf("%s{\"uid\":", number++ ? "," : "");
            quoted(icalcomponent_get_uid(event));
            printf(",\"start\":");
            when(icalcomponent_get_dtstart(event));
            printf(",\"end\":");
            when(icalcomponent_get_dtend(event));
            printf(",\"summary\":");
            quoted(icalcomponent_get_summary(event));
            printf(",\"description\":");
            quoted(icalcomponent_get_description(event));
            printf(",\"location\":");
            quoted(icalcomponent_get_location(event));
            printf(",\"status\":");
            quoted(status(event));
            printf(",\"sequence\":%d}", icalcomponent_get_sequence(event));
        }
        printf("]}\n");
        icalcomponent_free(calendar);
        free(data);
    }
    return 0;
}
