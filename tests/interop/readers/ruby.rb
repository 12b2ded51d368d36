# ruby-icalendar.

require 'stringio'
require 'icalendar'
require 'json'

if ARGV == ['--version']
  puts Icalendar::VERSION
  exit
end

def at(value)
  return value.strftime('%Y-%m-%d') if value.is_a?(Icalendar::Values::Date)
  value.to_time.utc.strftime('%Y-%m-%dT%H:%M:%SZ')
end

$stdin.read.split.each do |file|
  begin
    events = Icalendar::Calendar.parse(File.read(file, encoding: 'UTF-8')).flat_map(&:events).map do |event|
      { uid: event.uid, start: at(event.dtstart), end: at(event.dtend), summary: event.summary,
        description: event.description, location: event.location, status: event.status, sequence: event.sequence.to_i }
    end
    puts JSON.generate({ file: file, events: events })
  rescue StandardError => error
    puts JSON.generate({ file: file, error: "#{error.class}: #{error.message}"[0, 300] })
  end
end
