package casework

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/kernel/errs"
)

// Encode returns the canonical text of an event's data, as it is stored and
// hashed.
func (d Data) Encode() (string, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return "", errs.Wrap("encode event", err)
	}
	return string(b), nil
}

// DecodeData reads the stored text of an event's data.
func DecodeData(text string) (Data, error) {
	var d Data
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return Data{}, errs.Wrap("decode event", err)
	}
	return d, nil
}

// ChainHash is the SM3 of an event and the hash of the one before it. Every
// field that the store keeps of the event is covered, so that a change of any
// shows in all that follow. data is the stored text.
func ChainHash(e Event, data string) string {
	b := make([]byte, 0, 256+len(data))
	for _, part := range []string{
		e.Prev, string(e.Case), strconv.Itoa(e.Version), string(e.Action), strconv.Itoa(e.Leg),
		strconv.FormatInt(e.At.UnixMicro(), 10), strconv.FormatInt(e.Entered.UnixMicro(), 10),
		string(e.By.User), string(e.By.Role), data,
	} {
		// Lengths keep two neighbouring parts from being read as others.
		b = strconv.AppendInt(b, int64(len(part)), 10)
		b = append(b, ':')
		b = append(b, part...)
	}
	sum := sm3.Sum(b)
	return hex.EncodeToString(sum[:])
}

// ChainFault says how an event breaks the chain of its case; empty: it does
// not. before is the event kept before it, of any case; the zero Event stands
// for none. stored is the text of its data. That the last events of a case
// are missing shows in no chain: the row knows its last hash, and so does the
// anchor of the day.
func ChainFault(before, e Event, stored string) string {
	version, prev := 1, ""
	if e.Case == before.Case {
		version, prev = before.Version+1, before.Hash
	}
	switch {
	case e.Version != version:
		return fmt.Sprintf("event %d follows event %d", e.Version, version-1)
	case e.Prev != prev:
		return fmt.Sprintf("event %d does not follow the event before it", e.Version)
	case e.Hash != ChainHash(e, stored):
		return fmt.Sprintf("event %d was changed after it was written", e.Version)
	}
	return ""
}

// Seal fills the moment of entry and the hash of an event, and returns the
// stored text of its data.
func Seal(e *Event) (string, error) {
	data, err := e.Data.Encode()
	if err != nil {
		return "", err
	}
	e.Hash = ChainHash(*e, data)
	return data, nil
}
