package storetest

import (
	"bytes"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const everyType = `
CREATE TABLE every_type (
    id TEXT NOT NULL PRIMARY KEY,
    word TEXT,
    number BIGINT,
    day BIGINT,
    flag BOOLEAN,
    body BYTEA,
    moment BIGINT
);`

// spoken has a String method that must not reach the database.
type spoken string

func (spoken) String() string { return "not this" }

type anything struct {
	word   string
	number int64
	day    calendar.Date
	flag   bool
	body   []byte
	moment time.Time
}

// values: what is written is read back, on both alike.
func values(t *testing.T, e Engine) {
	t.Run("round trip", func(t *testing.T) { testdb.Each(t, e.roundTrip) })
	t.Run("nulls", func(t *testing.T) { testdb.Each(t, e.nulls) })
	t.Run("bad text", func(t *testing.T) { testdb.Each(t, e.badText) })
}

func (e Engine) roundTrip(t *testing.T, s *store.Store) {
	e.define(t, s, everyType)
	rapid.Check(t, func(r *rapid.T) {
		want := anything{
			word:   text().Draw(r, "word"),
			number: rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 0})).Draw(r, "number"),
			day:    calendar.Date(rapid.Int32Range(-200_000, 200_000).Draw(r, "day")),
			flag:   rapid.Bool().Draw(r, "flag"),
			body:   rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(r, "body"),
			moment: time.UnixMicro(rapid.Int64Range(-1<<52, 1<<52).Draw(r, "moment")).UTC(),
		}
		var got anything
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			if _, err := e.Exec(tx, "DELETE FROM every_type"); err != nil {
				return err
			}
			_, err := e.Exec(tx, `INSERT INTO every_type (id, word, number, day, flag, body, moment)
				VALUES ('a', $1, $2, $3, $4, $5, $6)`,
				spoken(want.word), want.number, want.day, want.flag, want.body, want.moment)
			if err != nil {
				return err
			}
			return e.Query(tx, `SELECT word, number, day, flag, body, moment FROM every_type
				WHERE word = $1 AND flag = $2 AND moment <= $3`, func(scan func(...any) error) error {
				return scan(&got.word, &got.number, &got.day, &got.flag, &got.body, e.Moment(&got.moment))
			}, want.word, want.flag, want.moment)
		})
		if err != nil {
			r.Fatal(err)
		}
		if got.word != want.word || got.number != want.number || got.day != want.day || got.flag != want.flag ||
			!bytes.Equal(got.body, want.body) || !got.moment.Equal(want.moment) {
			r.Fatalf("read %+v, wrote %+v", got, want)
		}
	})
}

// text is any text that both databases can keep.
func text() *rapid.Generator[string] {
	character := rapid.OneOf(rapid.RuneFrom([]rune("路灯不亮 aAzZ'\"\\%_$1?{}\t\n；，。𠮷𡈽😀é")), rapid.Rune())
	return rapid.Custom(func(r *rapid.T) string {
		return string(rapid.SliceOfN(character.Filter(func(c rune) bool {
			return c != 0 && (c < 0xd800 || c > 0xdfff)
		}), 0, 40).Draw(r, "characters"))
	})
}

func (e Engine) nulls(t *testing.T, s *store.Store) {
	e.define(t, s, everyType)
	update(t, s, func(tx *store.Tx) error {
		var noBody []byte
		var noTime *time.Time
		_, err := e.Exec(tx, `INSERT INTO every_type (id, word, number, day, flag, body, moment)
			VALUES ('a', $1, $2, $3, $4, $5, $6)`, nil, (*int64)(nil), nil, (*bool)(nil), noBody, time.Time{})
		if err != nil {
			return err
		}
		n, err := e.number(tx, `SELECT COUNT(*) FROM every_type WHERE word IS NULL AND number IS NULL AND day IS NULL
			AND flag IS NULL AND body IS NULL AND moment IS NULL`)
		if n != 1 {
			t.Error("absent values were not kept as NULL")
		}
		if err != nil {
			return err
		}
		word, moment := "old", time.Now()
		err = e.Query(tx, "SELECT word, moment FROM every_type", func(scan func(...any) error) error {
			return scan(e.Text(&word), e.Moment(&moment))
		})
		if word != "" || !moment.IsZero() {
			t.Errorf("NULLs were read as %q and %v", word, moment)
		}
		if err != nil {
			return err
		}
		_, err = e.Exec(tx, "UPDATE every_type SET moment = $1", noTime)
		return err
	})
}

func (e Engine) badText(t *testing.T, s *store.Store) {
	e.define(t, s, probe)
	for _, word := range []string{"a\x00b", "\xff\xfe", "\xed\xa0\x80"} {
		err := s.Update(t.Context(), func(tx *store.Tx) error { return e.put(tx, word) })
		if !errs.Is(err, errs.Invalid) || errs.CodeOf(err) != "text.invalid" {
			t.Errorf("%q gave %v", word, err)
		}
	}
}
