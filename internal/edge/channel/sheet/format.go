package sheet

import (
	"strings"
	"time"
)

const second = time.Second

// shown is how a cell shows its number: the form of a date, or asNumber.
type shown string

const (
	asNumber shown = ""
	asDate   shown = "2006-01-02"
	asMoment shown = "2006-01-02 15:04:05"
)

// show tells from a style's number format whether it shows dates.
func (r *reader) show(style int) (shown, error) {
	if s, known := r.shows[style]; known {
		return s, nil
	}
	st, err := r.f.GetStyle(style)
	if err != nil {
		return asNumber, err
	}
	s := builtIn(st.NumFmt)
	if st.CustomNumFmt != nil {
		s = custom(*st.CustomNumFmt)
	}
	r.shows[style] = s
	return s, nil
}

// builtIn tells of the number formats that every spreadsheet knows (ECMA-376
// part 1, 18.8.30), the Chinese ones included.
func builtIn(id int) shown {
	within := func(from, to int) bool { return from <= id && id <= to }
	switch {
	case within(14, 17), within(27, 31), id == 36, within(50, 54), id == 57, id == 58:
		return asDate
	case within(18, 22), within(32, 35), within(45, 47), id == 55, id == 56:
		return asMoment
	}
	return asNumber
}

// custom tells of a format that somebody wrote. Text in quotes, in brackets or
// after a backslash is not part of it.
func custom(format string) shown {
	var codes strings.Builder
	quoted, bracketed := false, false
	for i := 0; i < len(format); i++ {
		switch c := format[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\', c == '_', c == '*':
			i++
		case c == '[':
			bracketed = true
		case c == ']':
			bracketed = false
		case !bracketed:
			codes.WriteByte(c)
		}
	}
	text := strings.ToLower(codes.String())
	switch {
	case !strings.ContainsAny(text, "ydhs"):
		return asNumber
	case strings.ContainsAny(text, "hs"):
		return asMoment
	}
	return asDate
}
