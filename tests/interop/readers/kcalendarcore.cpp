// KCalendarCore (KDE).
#include <KCalendarCore/ICalFormat>
#include <KCalendarCore/MemoryCalendar>
#include <kcalendarcore_version.h>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>
#include <QTimeZone>

using namespace KCalendarCore;

static QJsonValue text(const QString &value)
{
    return value.isNull() || value.isEmpty() ? QJsonValue() : QJsonValue(value);
}

static QString when(const QDateTime &at)
{
    return at.toUTC().toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss'Z'"));
}

static QString status(Incidence::Status status)
{
    switch (status) {
    case Incidence::StatusConfirmed: return QStringLiteral("CONFIRMED");
    case Incidence::StatusTentative: return QStringLiteral("TENTATIVE");
    case Incidence::StatusCanceled: return QStringLiteral("CANCELLED");
    default: return QStringLiteral("OTHER");
    }
}

int main(int argc, char **)
{
    QTextStream out(stdout);
    out.setCodec("UTF-8");
    if (argc > 1) {
        out << KCALENDARCORE_VERSION_STRING << "\n";
        return 0;
    }
    QTextStream in(stdin);
    QString name;
    while (in >> name, !name.isEmpty()) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            return 2;
        MemoryCalendar::Ptr calendar(new MemoryCalendar(QTimeZone::utc()));
        ICalFormat format;
        QJsonObject told{{QStringLiteral("file"), name}};
        if (!format.fromRawString(calendar, file.readAll())) {
            told[QStringLiteral("error")] = QStringLiteral("refused");
        } else {
            QJsonArray events;
            for (const auto &event : calendar->rawEvents()) {
                const bool isDate = event->allDay();
                // It keeps the last day; everyone else the day after.
                const auto end = isDate ? event->dtEnd().date().addDays(1).toString(Qt::ISODate) : when(event->dtEnd());
                events.append(QJsonObject{
                    {QStringLiteral("uid"), event->uid()},
                    {QStringLiteral("start"), isDate ? event->dtStart().date().toString(Qt::ISODate) : when(event->dtStart())},
                    {QStringLiteral("end"), end},
                    {QStringLiteral("summary"), text(event->summary())},
                    {QStringLiteral("description"), text(event->description())},
                    {QStringLiteral("location"), text(event->location())},
                    {QStringLiteral("status"), status(event->status())},
                    {QStringLiteral("sequence"), event->revision()},
                });
            }
            told[QStringLiteral("events")] = events;
        }
        out << QString::fromUtf8(QJsonDocument(told).toJson(QJsonDocument::Compact)) << "\n";
    }
    return 0;
}
