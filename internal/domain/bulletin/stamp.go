package bulletin

import (
	"time"
)

// Stamp is a moment written in the region's own offset, as RFC 3339 without
// parts below a second: 2020-02-19T00:00:00+08:00.
type Stamp struct{ time.Time }

// MarshalText writes RFC 3339.
func (s Stamp) MarshalText() ([]byte, error) {
	return []byte(s.Format(time.RFC3339)), nil
}

// MarshalJSON writes RFC 3339.
func (s Stamp) MarshalJSON() ([]byte, error) {
	return []byte(`"` + s.Format(time.RFC3339) + `"`), nil
}

// UnmarshalJSON reads RFC 3339.
func (s *Stamp) UnmarshalJSON(b []byte) error { return s.Time.UnmarshalJSON(b) }
