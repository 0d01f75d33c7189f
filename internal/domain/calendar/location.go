package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // zones on machines that have no zone files
)

// location returns the time zone of an IANA name. The machine's own zone is
// refused: the same data must mean the same on every machine.
func location(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("no zone %q", name)
	}
	return time.LoadLocation(name)
}
