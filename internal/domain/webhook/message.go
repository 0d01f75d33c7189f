// Package webhook is the rules of what is told to other systems: what a message
// holds, how it is signed, and where it may go. It knows no network.
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

// The types of messages.
const (
	CaseChanged = "case.changed"
	Test        = "test"
)

// Message 推送消息 is what a subscriber is told: that a case has moved, by what
// and to where. It has no text and no person; who wants more asks the API, which
// looks at what they may see.
type Message struct {
	Type string    `json:"type"`
	At   time.Time `json:"timestamp"`
	Data *Moved    `json:"data,omitempty"`
}

// Moved 变动 is what of a case is told.
type Moved struct {
	ID      ident.CaseID       `json:"id"`
	Number  ident.CaseNumber   `json:"number,omitempty"`
	Version int                `json:"version"`
	Action  casework.Action    `json:"action"`
	State   casework.CaseState `json:"state"`
	Leg     int                `json:"leg,omitempty"`
	Unit    ident.UnitID       `json:"unit,omitempty"`
	// Confidential cases are told without number, leg and unit.
	Confidential bool `json:"confidential,omitempty"`
}

// Tell is the message of an event and the case after it.
func Tell(c *casework.Case, e casework.Event) Message {
	m := &Moved{ID: c.ID, Version: e.Version, Action: e.Action, State: c.State}
	if c.Disclosure == casework.Confidential {
		m.Confidential = true
		return Message{CaseChanged, e.At, m}
	}
	m.Number, m.Leg = c.Number, e.Leg
	if leg, ok := c.Leg(e.Leg); ok {
		m.Unit = leg.Unit
	}
	return Message{CaseChanged, e.At, m}
}

// Sign is the signature of a message as Standard Webhooks wants it: HMAC-SHA256
// over identity, moment in seconds and body.
func Sign(secret []byte, id string, at time.Time, body []byte) string {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	h.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// SecretText is a secret as people are told it.
func SecretText(secret []byte) string { return "whsec_" + base64.StdEncoding.EncodeToString(secret) }
