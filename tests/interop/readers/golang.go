// arran4/golang-ical.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

type event struct {
	UID         string  `json:"uid"`
	Start       string  `json:"start"`
	End         string  `json:"end"`
	Summary     string  `json:"summary"`
	Description *string `json:"description"`
	Location    *string `json:"location"`
	Status      string  `json:"status"`
	Sequence    int     `json:"sequence"`
}

func text(one *ics.VEvent, name ics.ComponentProperty) *string {
	property := one.GetProperty(name)
	if property == nil {
		return nil
	}
	value := ics.FromText(property.Value)
	return &value
}

func read(file string) (events []event, err error) {
	data, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer data.Close()
	calendar, err := ics.ParseCalendar(data)
	if err != nil {
		return nil, err
	}
	events = []event{}
	for _, one := range calendar.Events() {
		var start, end string
		if property := one.GetProperty(ics.ComponentPropertyDtStart); property != nil && len(property.Value) == 8 {
			from, err := one.GetAllDayStartAt()
			if err != nil {
				return nil, err
			}
			to, err := one.GetAllDayEndAt()
			if err != nil {
				return nil, err
			}
			start, end = from.Format("2006-01-02"), to.Format("2006-01-02")
		} else {
			from, err := one.GetStartAt()
			if err != nil {
				return nil, err
			}
			to, err := one.GetEndAt()
			if err != nil {
				return nil, err
			}
			start, end = from.UTC().Format(time.RFC3339), to.UTC().Format(time.RFC3339)
		}
		sequence, err := strconv.Atoi(*text(one, ics.ComponentPropertySequence))
		if err != nil {
			return nil, err
		}
		events = append(events, event{
			one.Id(), start, end, *text(one, ics.ComponentPropertySummary), text(one, ics.ComponentPropertyDescription),
			text(one, ics.ComponentPropertyLocation), *text(one, ics.ComponentPropertyStatus), sequence,
		})
	}
	return events, nil
}

func main() {
	if len(os.Args) > 1 {
		version, _ := exec.Command("dpkg-query", "-W", "-f", "${Version}", "golang-github-arran4-golang-ical-dev").Output()
		fmt.Println(string(version))
		return
	}
	input := bufio.NewScanner(os.Stdin)
	input.Split(bufio.ScanWords)
	for input.Scan() {
		file := input.Text()
		told := map[string]interface{}{"file": file}
		if events, err := read(file); err != nil {
			told["error"] = strings.TrimSpace(err.Error())
		} else {
			told["events"] = events
		}
		line, _ := json.Marshal(told)
		fmt.Println(string(line))
	}
}
